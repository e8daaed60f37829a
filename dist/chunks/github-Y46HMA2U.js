import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-I5LFCU57.js";import"./chunk-7YM36Q3Z.js";import"./chunk-2ZKVS2VY.js";import"./chunk-TEBWZCRQ.js";export{openGitHub};
