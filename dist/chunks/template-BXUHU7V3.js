import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-2OGFLOQQ.js";import"./chunk-GUGSY7AY.js";import"./chunk-O2T2NM6F.js";import"./chunk-VFK5QUUS.js";import"./chunk-EKVSDLOT.js";export{isJsonMediaType,renderTemplate};
