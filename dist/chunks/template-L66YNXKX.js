import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-NPS66ITU.js";import"./chunk-XKC4M7EP.js";import"./chunk-HCBWOGC3.js";import"./chunk-WK4J3RGR.js";export{checkTemplate,isJsonMediaType,renderTemplate};
