import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{messagesOf}from"./chunk-YA6GE4E2.js";import"./chunk-JMWNUHXZ.js";import"./chunk-SX2BV7RO.js";import"./chunk-EG6B36LN.js";import"./chunk-TEBWZCRQ.js";export{messagesOf};
