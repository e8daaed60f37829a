import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{decodePkcs7,readPkcs7}from"./chunk-YXLESAYY.js";import"./chunk-6WQUH5N2.js";import"./chunk-XWW2KGOX.js";import"./chunk-4XJQ7QII.js";import"./chunk-XC7E525S.js";import"./chunk-TEBWZCRQ.js";export{decodePkcs7,readPkcs7};
