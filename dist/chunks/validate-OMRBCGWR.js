import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-BVMOHBWO.js";import"./chunk-LRR5PCBE.js";import"./chunk-ZBZRLGLD.js";export{validText,validateCommand};
