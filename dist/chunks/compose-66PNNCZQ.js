import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-SPFMTNOG.js";import"./chunk-JD4U4JFK.js";import"./chunk-WI24RT6Q.js";import"./chunk-VMBKYMFB.js";import"./chunk-7NQUV6DT.js";import"./chunk-ZFZSMOD7.js";import"./chunk-DSZTT75J.js";import"./chunk-HFREAWTR.js";export{composeMail};
