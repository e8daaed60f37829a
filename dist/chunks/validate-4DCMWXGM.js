import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-DYFU3A7D.js";import"./chunk-3KIODUHN.js";import"./chunk-CPZWDDUK.js";export{validText,validateCommand};
