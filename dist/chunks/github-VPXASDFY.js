import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-TQGGFO2O.js";import"./chunk-GUZFPTQ3.js";import"./chunk-7UW2PI72.js";import"./chunk-HLIJKDUQ.js";import"./chunk-6DWZOLKS.js";import"./chunk-646ACBXH.js";export{openGitHub};
