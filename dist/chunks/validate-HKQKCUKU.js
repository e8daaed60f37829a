import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-VQKVGYDD.js";import"./chunk-H244ZAY5.js";import"./chunk-R2UZNTML.js";export{validText,validateCommand};
