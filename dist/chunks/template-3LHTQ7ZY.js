import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-NGZVAA2V.js";import"./chunk-OIECJG2R.js";import"./chunk-XTGRULIO.js";import"./chunk-46SQZTXX.js";export{checkTemplate,isJsonMediaType,renderTemplate};
