import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-XDDO7V24.js";import"./chunk-GUZFPTQ3.js";import"./chunk-342QWTEZ.js";import"./chunk-ZFZSMOD7.js";import"./chunk-DSZTT75J.js";import"./chunk-HFREAWTR.js";export{openGitHub};
