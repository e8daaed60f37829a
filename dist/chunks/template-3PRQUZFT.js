import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-RCOW7GTC.js";import"./chunk-TEBWZCRQ.js";export{checkTemplate,isJsonMediaType,renderTemplate};
