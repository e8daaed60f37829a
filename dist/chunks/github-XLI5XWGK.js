import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-DJW3B3EF.js";import"./chunk-GUZFPTQ3.js";import"./chunk-2ZKVS2VY.js";import"./chunk-TEBWZCRQ.js";export{openGitHub};
