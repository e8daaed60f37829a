import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{ERROR_TEXTS}from"./chunk-BGVICH4X.js";import"./chunk-JQWA55XY.js";import"./chunk-STOJBN4L.js";import"./chunk-NEQGHM7I.js";import"./chunk-HF2ABBNW.js";import"./chunk-TXNQ2ACS.js";import"./chunk-C6RTTU7F.js";import"./chunk-5ITPVSLE.js";export{ERROR_TEXTS};
