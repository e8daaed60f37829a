import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-QOFQV5GG.js";import"./chunk-K2HXPHST.js";import"./chunk-GXQIMAEX.js";export{validText,validateCommand};
