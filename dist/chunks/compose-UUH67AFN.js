import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-T57FVKXS.js";import"./chunk-C5FJPLCN.js";import"./chunk-4VJD4DKS.js";import"./chunk-K5C5EDA2.js";import"./chunk-7NQUV6DT.js";import"./chunk-G6EOIE2B.js";import"./chunk-CBJL323W.js";import"./chunk-ZRILYR5Q.js";export{composeMail};
