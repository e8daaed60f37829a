import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-ZFEUIBHF.js";import"./chunk-GUZFPTQ3.js";import"./chunk-P7QHEMGO.js";import"./chunk-BOYIIVLB.js";import"./chunk-K2HXPHST.js";import"./chunk-GXQIMAEX.js";export{openGitHub};
