import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-EQKW5PQB.js";import"./chunk-GUZFPTQ3.js";import"./chunk-XIW45POP.js";import"./chunk-PWW4UXGW.js";import"./chunk-L3UUBWBA.js";import"./chunk-7B6BA7RC.js";export{openGitHub};
