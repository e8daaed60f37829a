import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-H4PV7KWX.js";import"./chunk-BICCSAM6.js";import"./chunk-DSJNGFTX.js";import"./chunk-CNKYKIRJ.js";import"./chunk-7NQUV6DT.js";import"./chunk-ZGFYGMZU.js";import"./chunk-PAH5FGAB.js";import"./chunk-IS2J7YA7.js";export{composeMail};
