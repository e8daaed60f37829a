import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{fileStore}from"./chunk-CLUINT2Z.js";import"./chunk-UB7TPRXV.js";import"./chunk-FAFMEVSA.js";import"./chunk-WOD32MA7.js";import"./chunk-TEBWZCRQ.js";export{fileStore};
