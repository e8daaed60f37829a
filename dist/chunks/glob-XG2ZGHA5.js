import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{globMatcher}from"./chunk-FICALVUB.js";import"./chunk-GH542KB3.js";import"./chunk-TEBWZCRQ.js";export{globMatcher};
