import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-7WFSF5JV.js";import"./chunk-JCKH42GP.js";import"./chunk-DXRYRMIT.js";import"./chunk-SHYPF74P.js";export{checkTemplate,isJsonMediaType,renderTemplate};
