import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-O5O7Y4OM.js";import"./chunk-SMOHE3ZS.js";import"./chunk-VVNMJNHC.js";import{rootCertificates}from"node:tls";var MOZILLA=rootCertificates.join(`
`);export{MOZILLA};
