import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-6VEQW3VI.js";import"./chunk-GUZFPTQ3.js";import"./chunk-CNNBOA4Z.js";import"./chunk-K4JVMZYL.js";import"./chunk-DXRYRMIT.js";import"./chunk-SHYPF74P.js";export{openGitHub};
