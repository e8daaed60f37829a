import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-4A5TDL7Z.js";import"./chunk-GUZFPTQ3.js";import"./chunk-DSNHFTKX.js";import"./chunk-C7R45KGQ.js";import"./chunk-Z3CYLZMB.js";import"./chunk-HNKP62FE.js";export{openGitHub};
