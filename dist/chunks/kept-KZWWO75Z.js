import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{NOTHING_KEPT,boundKept,isKeepable,keptIn}from"./chunk-XDSRQRW7.js";import"./chunk-323YAIL4.js";import"./chunk-4LMZSOEE.js";export{NOTHING_KEPT,boundKept,isKeepable,keptIn};
