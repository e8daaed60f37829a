import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-MVDNUWBI.js";import"./chunk-3KIODUHN.js";import"./chunk-CPZWDDUK.js";import{rootCertificates}from"node:tls";var MOZILLA=rootCertificates.join(`
`);export{MOZILLA};
