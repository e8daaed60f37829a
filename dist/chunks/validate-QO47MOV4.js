import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-IWC7KF5M.js";import"./chunk-DXRYRMIT.js";import"./chunk-SHYPF74P.js";export{validText,validateCommand};
