import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-SLNMVHYY.js";import"./chunk-LKW7KPHJ.js";import"./chunk-MDFRERPP.js";import"./chunk-W6RIU7WZ.js";import"./chunk-M7K43SJD.js";import"./chunk-BSE2D2ZY.js";import"./chunk-WJSKOYJB.js";import{rootCertificates}from"node:tls";var MOZILLA_ROOTS_PEM=rootCertificates.join(`
`);export{MOZILLA_ROOTS_PEM};
