import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-U56YWFKZ.js";import"./chunk-GUZFPTQ3.js";import"./chunk-LQYSBEME.js";import"./chunk-G6EOIE2B.js";import"./chunk-CBJL323W.js";import"./chunk-ZRILYR5Q.js";export{openGitHub};
