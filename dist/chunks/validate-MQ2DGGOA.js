import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-7XGX4EEL.js";import"./chunk-CBJL323W.js";import"./chunk-ZRILYR5Q.js";export{validText,validateCommand};
