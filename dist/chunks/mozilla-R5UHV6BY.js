import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-H6JFQAX6.js";import"./chunk-XTGRULIO.js";import"./chunk-46SQZTXX.js";import{rootCertificates}from"node:tls";var MOZILLA=rootCertificates.join(`
`);export{MOZILLA};
