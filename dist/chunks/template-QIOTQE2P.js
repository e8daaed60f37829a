import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-EAA5YBUN.js";import"./chunk-PCKEPPA4.js";import"./chunk-H244ZAY5.js";import"./chunk-R2UZNTML.js";export{checkTemplate,isJsonMediaType,renderTemplate};
