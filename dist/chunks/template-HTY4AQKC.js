import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-RQUX47MB.js";import"./chunk-K3ICZPOY.js";import"./chunk-KI5UCW4O.js";import"./chunk-LZZ4AGWP.js";export{checkTemplate,isJsonMediaType,renderTemplate};
