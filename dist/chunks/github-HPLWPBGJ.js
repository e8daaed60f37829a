import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-5WCPTFOH.js";import"./chunk-GUZFPTQ3.js";import"./chunk-H2TZMJV4.js";import"./chunk-6LXTGGGB.js";import"./chunk-H244ZAY5.js";import"./chunk-R2UZNTML.js";export{openGitHub};
