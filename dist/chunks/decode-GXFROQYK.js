import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-JQWA55XY.js";import"./chunk-STOJBN4L.js";import"./chunk-NEQGHM7I.js";import{decodePlace,decodeServed}from"./chunk-HF2ABBNW.js";import"./chunk-TXNQ2ACS.js";import"./chunk-C6RTTU7F.js";import"./chunk-5ITPVSLE.js";export{decodePlace,decodeServed};
