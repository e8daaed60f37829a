import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{compileRegex}from"./chunk-Z2OU3CRT.js";import"./chunk-TEBWZCRQ.js";export{compileRegex};
