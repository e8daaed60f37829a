import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-6LXTGGGB.js";import"./chunk-H244ZAY5.js";import"./chunk-R2UZNTML.js";import{rootCertificates}from"node:tls";var MOZILLA=rootCertificates.join(`
`);export{MOZILLA};
