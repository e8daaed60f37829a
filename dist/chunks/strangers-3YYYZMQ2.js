import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-LB4LGKCI.js";import"./chunk-NGCHDPA7.js";import"./chunk-TXDA52HE.js";import"./chunk-W3RXEMUA.js";import"./chunk-7P22VLRO.js";import"./chunk-3MOURGNP.js";import"./chunk-ACWZYEM5.js";import"./chunk-AS6MWZPI.js";export{openStrangers};
