import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{NOTHING_KEPT,boundKept,isKeepable,keptIn}from"./chunk-3MOURGNP.js";import"./chunk-ACWZYEM5.js";import"./chunk-AS6MWZPI.js";export{NOTHING_KEPT,boundKept,isKeepable,keptIn};
