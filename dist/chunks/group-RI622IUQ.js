import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{messagesOf}from"./chunk-KPDCQL3T.js";import"./chunk-JMWNUHXZ.js";import"./chunk-EG6B36LN.js";import"./chunk-2U7AOCDN.js";import"./chunk-TEBWZCRQ.js";export{messagesOf};
