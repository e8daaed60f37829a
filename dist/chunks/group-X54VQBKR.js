import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{messagesOf}from"./chunk-5ACGDZK3.js";import"./chunk-K3QRKIUF.js";import"./chunk-6QMZWQU6.js";import"./chunk-OQ3ED5NG.js";export{messagesOf};
