import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-LPPIF3HZ.js";import"./chunk-FRBT5A7Z.js";import"./chunk-WEHIV5X3.js";import"./chunk-OFS45GQ7.js";import"./chunk-5PPEFZ5L.js";export{isJsonMediaType,renderTemplate};
