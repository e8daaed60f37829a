import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{matchFiles,missingPatterns}from"./chunk-PCPTJZCO.js";import"./chunk-725O2XOR.js";import"./chunk-TEBWZCRQ.js";export{matchFiles,missingPatterns};
