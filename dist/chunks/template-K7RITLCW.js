import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-Z7TLTJ5P.js";import"./chunk-DTPQ2XOU.js";import"./chunk-SMOHE3ZS.js";import"./chunk-VVNMJNHC.js";export{checkTemplate,isJsonMediaType,renderTemplate};
