import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-HVYCJJVT.js";import"./chunk-J7LJAZXS.js";import"./chunk-SVHX335C.js";import"./chunk-TIUJFJE3.js";import"./chunk-24P5BFRK.js";import"./chunk-GXLBLSAT.js";import"./chunk-TGHYW3SN.js";import{rootCertificates}from"node:tls";var MOZILLA_ROOTS_PEM=rootCertificates.join(`
`);export{MOZILLA_ROOTS_PEM};
