import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-TNTAZB4D.js";import"./chunk-GUZFPTQ3.js";import"./chunk-JLD7WWBU.js";import"./chunk-JUNDTBYS.js";import"./chunk-G5B6EOG7.js";import"./chunk-ZAJCTGGK.js";export{openGitHub};
