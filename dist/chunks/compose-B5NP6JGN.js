import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-CKY4GINQ.js";import"./chunk-Z3FMRXGW.js";import"./chunk-MEDOUMP6.js";import"./chunk-P27USEKY.js";import"./chunk-6YI5CW3A.js";import"./chunk-IU2JIUQZ.js";import"./chunk-LRR5PCBE.js";import"./chunk-ZBZRLGLD.js";export{composeMail};
