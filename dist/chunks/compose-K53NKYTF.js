import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-LROPJBIS.js";import"./chunk-LVJSVFRA.js";import"./chunk-DX6ZV6XN.js";import"./chunk-ZZSMIMNC.js";import"./chunk-7NQUV6DT.js";import"./chunk-JUNDTBYS.js";import"./chunk-G5B6EOG7.js";import"./chunk-ZAJCTGGK.js";export{composeMail};
