import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-BJVDXVI5.js";import"./chunk-CSQXIAXE.js";import"./chunk-ZQBONLAX.js";import"./chunk-A4PXNUZW.js";import"./chunk-P7QHEMGO.js";import"./chunk-BOYIIVLB.js";import"./chunk-K2HXPHST.js";import"./chunk-GXQIMAEX.js";export{openStrangers};
