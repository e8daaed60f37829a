import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-ZGFYGMZU.js";import"./chunk-PAH5FGAB.js";import"./chunk-IS2J7YA7.js";import{rootCertificates}from"node:tls";var MOZILLA=rootCertificates.join(`
`);export{MOZILLA};
