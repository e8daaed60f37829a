import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-HMPPXF55.js";import"./chunk-6DWZOLKS.js";import"./chunk-646ACBXH.js";export{validText,validateCommand};
