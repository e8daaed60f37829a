import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{fileStore}from"./chunk-TBJLPVIY.js";import"./chunk-SJDU473E.js";import"./chunk-XXNGDAGV.js";import"./chunk-LVU5FHBR.js";import"./chunk-TEBWZCRQ.js";export{fileStore};
