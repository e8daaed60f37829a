import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{formatValid,runValidateCommand}from"./chunk-Z6VI6UTT.js";import"./chunk-O2T2NM6F.js";import"./chunk-VFK5QUUS.js";import"./chunk-EKVSDLOT.js";export{formatValid,runValidateCommand};
