import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-KJ322FNN.js";import"./chunk-BZKKPWLF.js";import"./chunk-UKYJ37O5.js";import"./chunk-7NQUV6DT.js";import"./chunk-FMTKVGQR.js";import"./chunk-CHTLRFKN.js";import"./chunk-KCORE6EW.js";import"./chunk-TEBWZCRQ.js";export{composeMail};
