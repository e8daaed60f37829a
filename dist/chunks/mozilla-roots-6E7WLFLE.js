import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-SQKK34BN.js";import"./chunk-P5BFGEGR.js";import"./chunk-B4GPK74E.js";import"./chunk-I3LHW3Y7.js";import"./chunk-7WGMLV77.js";import"./chunk-B5WKQN57.js";import"./chunk-DNBGIED7.js";import{rootCertificates}from"node:tls";var MOZILLA_ROOTS_PEM=rootCertificates.join(`
`);export{MOZILLA_ROOTS_PEM};
