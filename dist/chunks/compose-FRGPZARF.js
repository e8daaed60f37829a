import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-JKIPKRQL.js";import"./chunk-FTQQDJ5R.js";import"./chunk-QMUKF6OM.js";import"./chunk-EFNQJZYZ.js";import"./chunk-7NQUV6DT.js";import"./chunk-BOYIIVLB.js";import"./chunk-K2HXPHST.js";import"./chunk-GXQIMAEX.js";export{composeMail};
