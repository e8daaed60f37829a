import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-ZZCFHZNJ.js";import"./chunk-G5B6EOG7.js";import"./chunk-ZAJCTGGK.js";export{validText,validateCommand};
