import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{ERROR_TEXTS}from"./chunk-7T55SOBB.js";import"./chunk-TSZAYXXI.js";import"./chunk-KCBPAASF.js";import"./chunk-4K4WBB6P.js";import"./chunk-U32K5CFH.js";import"./chunk-YOYKB7PG.js";import"./chunk-AMDIIYGR.js";import"./chunk-Q6SA7IA4.js";export{ERROR_TEXTS};
