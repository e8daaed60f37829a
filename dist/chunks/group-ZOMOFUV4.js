import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{messagesOf}from"./chunk-DKIZJINP.js";import"./chunk-HLIJKDUQ.js";import"./chunk-6DWZOLKS.js";import"./chunk-646ACBXH.js";export{messagesOf};
