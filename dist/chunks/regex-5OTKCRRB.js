import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{compileRegex}from"./chunk-PQNB65JC.js";import"./chunk-TEBWZCRQ.js";export{compileRegex};
