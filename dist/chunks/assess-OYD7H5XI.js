import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{assess,isCapped}from"./chunk-BOYIIVLB.js";import"./chunk-K2HXPHST.js";import"./chunk-GXQIMAEX.js";export{assess,isCapped};
