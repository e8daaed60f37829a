import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-64RUG5N5.js";import"./chunk-DJ4BYEMW.js";import"./chunk-QXQQQVBN.js";import"./chunk-EKVSDLOT.js";import{rootCertificates}from"node:tls";var MOZILLA_ROOTS_PEM=rootCertificates.join(`
`);export{MOZILLA_ROOTS_PEM};
