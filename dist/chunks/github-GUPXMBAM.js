import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-R6OQOZB7.js";import"./chunk-GUZFPTQ3.js";import"./chunk-QCCMZBBO.js";import"./chunk-O5O7Y4OM.js";import"./chunk-SMOHE3ZS.js";import"./chunk-VVNMJNHC.js";export{openGitHub};
