import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{matchFiles,missingPatterns}from"./chunk-363R5H6P.js";import"./chunk-7GR74UJV.js";import"./chunk-TEBWZCRQ.js";export{matchFiles,missingPatterns};
