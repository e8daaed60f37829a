import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-NBQO3W7R.js";import"./chunk-Y2WCI2PT.js";import"./chunk-2ZKVS2VY.js";import"./chunk-TEBWZCRQ.js";export{openGitHub};
