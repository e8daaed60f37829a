import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-TLBVVZ5V.js";import"./chunk-RLGTV3B2.js";import"./chunk-5BPYPQTA.js";import"./chunk-Z4OPWI6L.js";import"./chunk-TDGZQRGJ.js";import"./chunk-I7W33DJM.js";export{isJsonMediaType,renderTemplate};
