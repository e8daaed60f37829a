import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-QQB2KXSS.js";import"./chunk-GUZFPTQ3.js";import"./chunk-CKIAMDU2.js";import"./chunk-IU2JIUQZ.js";import"./chunk-LRR5PCBE.js";import"./chunk-ZBZRLGLD.js";export{openGitHub};
