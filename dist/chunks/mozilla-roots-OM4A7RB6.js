import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{rootCertificates}from"./chunk-ZQVGBGG7.js";import"./chunk-JQWA55XY.js";import"./chunk-STOJBN4L.js";import"./chunk-NEQGHM7I.js";import"./chunk-HF2ABBNW.js";import"./chunk-TXNQ2ACS.js";import"./chunk-C6RTTU7F.js";import"./chunk-5ITPVSLE.js";var MOZILLA_ROOTS_PEM=rootCertificates.join(`
`);export{MOZILLA_ROOTS_PEM};
