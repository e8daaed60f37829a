import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-XDSRQRW7.js";import"./chunk-323YAIL4.js";import"./chunk-4LMZSOEE.js";import{rootCertificates}from"node:tls";var MOZILLA=rootCertificates.join(`
`);export{MOZILLA};
