import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-BZKKPWLF.js";import"./chunk-TEBWZCRQ.js";export{checkTemplate,isJsonMediaType,renderTemplate};
