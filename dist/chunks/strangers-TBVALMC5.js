import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-3NRRS5TH.js";import"./chunk-2DUQUQFB.js";import"./chunk-3WVVMTZC.js";import"./chunk-2I6ZP6JV.js";import"./chunk-LQYSBEME.js";import"./chunk-G6EOIE2B.js";import"./chunk-CBJL323W.js";import"./chunk-ZRILYR5Q.js";export{openStrangers};
