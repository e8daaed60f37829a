import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-3PEE533F.js";import"./chunk-OEUQO7QO.js";import"./chunk-6DWZOLKS.js";import"./chunk-646ACBXH.js";export{checkTemplate,isJsonMediaType,renderTemplate};
