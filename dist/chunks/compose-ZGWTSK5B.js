import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-G6PYUFWO.js";import"./chunk-3PEE533F.js";import"./chunk-OEUQO7QO.js";import"./chunk-3GCKJCIQ.js";import"./chunk-7NQUV6DT.js";import"./chunk-HLIJKDUQ.js";import"./chunk-6DWZOLKS.js";import"./chunk-646ACBXH.js";export{composeMail};
