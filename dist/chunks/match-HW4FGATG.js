import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{matchFiles,missingPatterns}from"./chunk-A2QOAPSV.js";import"./chunk-SNYWFQTQ.js";import"./chunk-TEBWZCRQ.js";export{matchFiles,missingPatterns};
