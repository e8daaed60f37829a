import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-RKQ5M4NX.js";import"./chunk-PTHW54BJ.js";import"./chunk-KUNSZSH6.js";import"./chunk-A2YOT62W.js";import"./chunk-D5CNHBFY.js";import"./chunk-MVDNUWBI.js";import"./chunk-3KIODUHN.js";import"./chunk-CPZWDDUK.js";export{openStrangers};
