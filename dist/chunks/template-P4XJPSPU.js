import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-P27USEKY.js";import"./chunk-6YI5CW3A.js";import"./chunk-LRR5PCBE.js";import"./chunk-ZBZRLGLD.js";export{checkTemplate,isJsonMediaType,renderTemplate};
