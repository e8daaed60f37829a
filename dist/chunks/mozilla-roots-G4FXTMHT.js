import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-TSZAYXXI.js";import"./chunk-KCBPAASF.js";import"./chunk-4K4WBB6P.js";import"./chunk-U32K5CFH.js";import"./chunk-YOYKB7PG.js";import"./chunk-AMDIIYGR.js";import"./chunk-Q6SA7IA4.js";import{rootCertificates}from"node:tls";var MOZILLA_ROOTS_PEM=rootCertificates.join(`
`);export{MOZILLA_ROOTS_PEM};
