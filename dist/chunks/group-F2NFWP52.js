import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{messagesOf}from"./chunk-C4FVSXIT.js";import"./chunk-JMWNUHXZ.js";import"./chunk-EG6B36LN.js";import"./chunk-OILT3IHX.js";import"./chunk-TEBWZCRQ.js";export{messagesOf};
