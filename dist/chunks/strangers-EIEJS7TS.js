import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-3F4LIR2U.js";import"./chunk-DIXPPCMP.js";import"./chunk-CDXWDXFO.js";import"./chunk-HPKYNYBA.js";import"./chunk-342QWTEZ.js";import"./chunk-ZFZSMOD7.js";import"./chunk-DSZTT75J.js";import"./chunk-HFREAWTR.js";export{openStrangers};
