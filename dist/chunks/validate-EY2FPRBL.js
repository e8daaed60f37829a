import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-KZ266MCQ.js";import"./chunk-DSZTT75J.js";import"./chunk-HFREAWTR.js";export{validText,validateCommand};
