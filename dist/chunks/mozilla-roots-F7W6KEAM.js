import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{rootCertificates}from"./chunk-ZQVGBGG7.js";import"./chunk-ZXZEA677.js";import"./chunk-QFBSTPHP.js";import"./chunk-DTZKNOPW.js";import"./chunk-TKPC6KKJ.js";import"./chunk-B224AMF4.js";import"./chunk-ZVKTXTBA.js";import"./chunk-H42UHING.js";var MOZILLA_ROOTS_PEM=rootCertificates.join(`
`);export{MOZILLA_ROOTS_PEM};
