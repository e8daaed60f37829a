import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{fileStore}from"./chunk-3RSICOBA.js";import"./chunk-3FJXOF7F.js";import"./chunk-IZBL2GRU.js";import"./chunk-4H54L5MC.js";import"./chunk-TEBWZCRQ.js";export{fileStore};
