import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{messagesOf}from"./chunk-XVOGM2MA.js";import"./chunk-JMWNUHXZ.js";import"./chunk-TFIUUXB6.js";import"./chunk-EG6B36LN.js";import"./chunk-TEBWZCRQ.js";export{messagesOf};
