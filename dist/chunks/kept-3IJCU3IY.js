import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{NOTHING_KEPT,boundKept,isKeepable,keptIn}from"./chunk-QURYB6VY.js";import"./chunk-HCBWOGC3.js";import"./chunk-WK4J3RGR.js";export{NOTHING_KEPT,boundKept,isKeepable,keptIn};
