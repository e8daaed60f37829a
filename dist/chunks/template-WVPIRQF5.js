import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-TTDHENDJ.js";import"./chunk-TFABWLBO.js";import"./chunk-323YAIL4.js";import"./chunk-4LMZSOEE.js";export{checkTemplate,isJsonMediaType,renderTemplate};
