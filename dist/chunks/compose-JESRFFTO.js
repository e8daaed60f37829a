import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-6L3ZB4WN.js";import"./chunk-NGZVAA2V.js";import"./chunk-OIECJG2R.js";import"./chunk-LWP7AEJ3.js";import"./chunk-7NQUV6DT.js";import"./chunk-H6JFQAX6.js";import"./chunk-XTGRULIO.js";import"./chunk-46SQZTXX.js";export{composeMail};
