import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{NOTHING_KEPT,boundKept,isKeepable,keptIn}from"./chunk-ZGFYGMZU.js";import"./chunk-PAH5FGAB.js";import"./chunk-IS2J7YA7.js";export{NOTHING_KEPT,boundKept,isKeepable,keptIn};
