import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-UD7PEJER.js";import"./chunk-IIB3FAIW.js";import"./chunk-HER2QNHF.js";import"./chunk-I6MPOKG2.js";import"./chunk-H2TZMJV4.js";import"./chunk-6LXTGGGB.js";import"./chunk-H244ZAY5.js";import"./chunk-R2UZNTML.js";export{openStrangers};
