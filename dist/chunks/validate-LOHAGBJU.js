import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-TJMHW2RJ.js";import"./chunk-HCBWOGC3.js";import"./chunk-WK4J3RGR.js";export{validText,validateCommand};
