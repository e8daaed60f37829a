import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-4EFHZWST.js";import"./chunk-2O47A6FH.js";import"./chunk-FY6REF63.js";import"./chunk-YNCOAK5J.js";import"./chunk-7NQUV6DT.js";import"./chunk-C7R45KGQ.js";import"./chunk-Z3CYLZMB.js";import"./chunk-HNKP62FE.js";export{composeMail};
