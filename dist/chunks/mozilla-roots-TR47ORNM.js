import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-TNUFIIEY.js";import"./chunk-ZOHWP7OV.js";import"./chunk-EDJS35N4.js";import"./chunk-LBR6DTUK.js";import"./chunk-7WGMLV77.js";import"./chunk-V3DRTQAB.js";import"./chunk-PW36WSHA.js";import{rootCertificates}from"node:tls";var MOZILLA_ROOTS_PEM=rootCertificates.join(`
`);export{MOZILLA_ROOTS_PEM};
