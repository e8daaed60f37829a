import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-ZXZEA677.js";import"./chunk-QFBSTPHP.js";import"./chunk-DTZKNOPW.js";import{decodePlace,decodeServed}from"./chunk-TKPC6KKJ.js";import"./chunk-B224AMF4.js";import"./chunk-ZVKTXTBA.js";import"./chunk-H42UHING.js";export{decodePlace,decodeServed};
