import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{messagesOf}from"./chunk-4O64CVEA.js";import"./chunk-G6EOIE2B.js";import"./chunk-CBJL323W.js";import"./chunk-ZRILYR5Q.js";export{messagesOf};
