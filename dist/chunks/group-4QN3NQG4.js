import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{messagesOf}from"./chunk-5VMHZAGC.js";import"./chunk-XDSRQRW7.js";import"./chunk-323YAIL4.js";import"./chunk-4LMZSOEE.js";export{messagesOf};
