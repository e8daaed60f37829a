import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-O2T2NM6F.js";import"./chunk-DDCCMSXA.js";import"./chunk-VFK5QUUS.js";import"./chunk-EKVSDLOT.js";import{rootCertificates}from"node:tls";var MOZILLA_ROOTS_PEM=rootCertificates.join(`
`);export{MOZILLA_ROOTS_PEM};
