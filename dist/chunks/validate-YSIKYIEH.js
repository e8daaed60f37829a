import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-EQHPWIYM.js";import"./chunk-SMOHE3ZS.js";import"./chunk-VVNMJNHC.js";export{validText,validateCommand};
