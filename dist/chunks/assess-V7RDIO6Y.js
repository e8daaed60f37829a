import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{assess,isCapped}from"./chunk-3MOURGNP.js";import"./chunk-ACWZYEM5.js";import"./chunk-AS6MWZPI.js";export{assess,isCapped};
