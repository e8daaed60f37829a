import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-SQGXI5NB.js";import"./chunk-2EXK3EZZ.js";import"./chunk-MEDOUMP6.js";import"./chunk-UA7XTYY6.js";import"./chunk-AGIIYB4D.js";import"./chunk-3MOURGNP.js";import"./chunk-ACWZYEM5.js";import"./chunk-AS6MWZPI.js";export{composeMail};
