import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-7PILLIBO.js";import"./chunk-EAA5YBUN.js";import"./chunk-PCKEPPA4.js";import"./chunk-EKHRMEGK.js";import"./chunk-7NQUV6DT.js";import"./chunk-6LXTGGGB.js";import"./chunk-H244ZAY5.js";import"./chunk-R2UZNTML.js";export{composeMail};
