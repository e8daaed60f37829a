import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{runScanCommand}from"./chunk-A7IKVOVV.js";import"./chunk-RJXAYFSF.js";import"./chunk-UEO2XFC3.js";import"./chunk-SQPRHTJD.js";import"./chunk-7WGMLV77.js";import"./chunk-B2NZEHUT.js";import"./chunk-PW36WSHA.js";export{runScanCommand};
