import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{matchFiles,missingPatterns}from"./chunk-5JMEWOS7.js";import"./chunk-KI6VTEVE.js";import"./chunk-TEBWZCRQ.js";export{matchFiles,missingPatterns};
