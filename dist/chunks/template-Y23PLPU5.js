import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-LVJSVFRA.js";import"./chunk-DX6ZV6XN.js";import"./chunk-G5B6EOG7.js";import"./chunk-ZAJCTGGK.js";export{checkTemplate,isJsonMediaType,renderTemplate};
