import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-N6VHDMXZ.js";import"./chunk-QGDOHABV.js";import"./chunk-JR4HTVQB.js";import"./chunk-QFXBWYHQ.js";import"./chunk-7NQUV6DT.js";import"./chunk-MVDNUWBI.js";import"./chunk-3KIODUHN.js";import"./chunk-CPZWDDUK.js";export{composeMail};
