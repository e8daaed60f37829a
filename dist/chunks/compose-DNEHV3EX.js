import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-6PAU3WRE.js";import"./chunk-7WFSF5JV.js";import"./chunk-JCKH42GP.js";import"./chunk-QMIQAZJN.js";import"./chunk-7NQUV6DT.js";import"./chunk-K4JVMZYL.js";import"./chunk-DXRYRMIT.js";import"./chunk-SHYPF74P.js";export{composeMail};
