import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{NOTHING_KEPT,boundKept,isKeepable,keptIn}from"./chunk-6LXTGGGB.js";import"./chunk-H244ZAY5.js";import"./chunk-R2UZNTML.js";export{NOTHING_KEPT,boundKept,isKeepable,keptIn};
