import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-XIJNZ7UK.js";import"./chunk-GUZFPTQ3.js";import"./chunk-CYZWL63J.js";import"./chunk-H6JFQAX6.js";import"./chunk-XTGRULIO.js";import"./chunk-46SQZTXX.js";export{openGitHub};
