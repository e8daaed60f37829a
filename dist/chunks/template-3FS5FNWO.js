import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-RM6EU4EZ.js";import"./chunk-TEBWZCRQ.js";export{checkTemplate,isJsonMediaType,renderTemplate};
