import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-O2T2NM6F.js";import{decodePlace,decodeServed}from"./chunk-DDCCMSXA.js";import"./chunk-VFK5QUUS.js";import"./chunk-EKVSDLOT.js";export{decodePlace,decodeServed};
