import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{messagesOf}from"./chunk-P3S2FHQ4.js";import"./chunk-BOYIIVLB.js";import"./chunk-K2HXPHST.js";import"./chunk-GXQIMAEX.js";export{messagesOf};
