import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-KZF7RYDO.js";import"./chunk-XFCAVVPG.js";import"./chunk-ZC6RZ3WE.js";import"./chunk-PS62MIAO.js";import"./chunk-7NQUV6DT.js";import"./chunk-K3QRKIUF.js";import"./chunk-6QMZWQU6.js";import"./chunk-OQ3ED5NG.js";export{composeMail};
