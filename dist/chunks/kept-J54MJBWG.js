import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{NOTHING_KEPT,boundKept,isKeepable,keptIn}from"./chunk-MVDNUWBI.js";import"./chunk-3KIODUHN.js";import"./chunk-CPZWDDUK.js";export{NOTHING_KEPT,boundKept,isKeepable,keptIn};
