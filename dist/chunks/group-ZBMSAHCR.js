import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{messagesOf}from"./chunk-JG3POZQH.js";import"./chunk-H6JFQAX6.js";import"./chunk-XTGRULIO.js";import"./chunk-46SQZTXX.js";export{messagesOf};
