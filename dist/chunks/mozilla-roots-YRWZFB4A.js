import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-DRL6VUYB.js";import"./chunk-BQ2A6RCZ.js";import"./chunk-DI6QDSWI.js";import"./chunk-LD7KUSKA.js";import"./chunk-EZYI5JI5.js";import"./chunk-MLH3B4KK.js";import"./chunk-3M7G4ABK.js";import{rootCertificates}from"node:tls";var MOZILLA_ROOTS_PEM=rootCertificates.join(`
`);export{MOZILLA_ROOTS_PEM};
