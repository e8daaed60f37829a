import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{NOTHING_KEPT,boundKept,isKeepable,keptIn}from"./chunk-C7R45KGQ.js";import"./chunk-Z3CYLZMB.js";import"./chunk-HNKP62FE.js";export{NOTHING_KEPT,boundKept,isKeepable,keptIn};
