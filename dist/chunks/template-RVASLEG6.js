import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-A72Z3ZAP.js";import"./chunk-Q2TXQVZL.js";import"./chunk-STOJBN4L.js";import"./chunk-NEQGHM7I.js";import"./chunk-C6RTTU7F.js";import"./chunk-5ITPVSLE.js";export{isJsonMediaType,renderTemplate};
