import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{NOTHING_KEPT,boundKept,isKeepable,keptIn}from"./chunk-K4JVMZYL.js";import"./chunk-DXRYRMIT.js";import"./chunk-SHYPF74P.js";export{NOTHING_KEPT,boundKept,isKeepable,keptIn};
