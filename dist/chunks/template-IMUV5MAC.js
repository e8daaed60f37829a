import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-37ON2GP5.js";import"./chunk-TEBWZCRQ.js";export{checkTemplate,isJsonMediaType,renderTemplate};
