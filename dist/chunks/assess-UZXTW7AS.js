import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{assess,isCapped}from"./chunk-HLIJKDUQ.js";import"./chunk-6DWZOLKS.js";import"./chunk-646ACBXH.js";export{assess,isCapped};
