import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-DCAAQKUW.js";import"./chunk-6RXDLDBV.js";import"./chunk-P5BFGEGR.js";import"./chunk-B4GPK74E.js";import"./chunk-B5WKQN57.js";import"./chunk-DNBGIED7.js";export{isJsonMediaType,renderTemplate};
