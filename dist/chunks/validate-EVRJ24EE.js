import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-3CT5S2LG.js";import"./chunk-XTGRULIO.js";import"./chunk-46SQZTXX.js";export{validText,validateCommand};
