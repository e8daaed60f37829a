import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-2O47A6FH.js";import"./chunk-FY6REF63.js";import"./chunk-Z3CYLZMB.js";import"./chunk-HNKP62FE.js";export{checkTemplate,isJsonMediaType,renderTemplate};
