import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-TQRV4XSB.js";import"./chunk-XYA2OFJE.js";import"./chunk-KQ274FVW.js";import"./chunk-ZRWL2RPL.js";import"./chunk-7NQUV6DT.js";import"./chunk-PWW4UXGW.js";import"./chunk-L3UUBWBA.js";import"./chunk-7B6BA7RC.js";export{composeMail};
