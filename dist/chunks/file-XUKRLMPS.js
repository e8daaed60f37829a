import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-N2X3AVCY.js";import"./chunk-7VRISG7M.js";import"./chunk-JUGS73ML.js";import{listFileJobs,readFiles}from"./chunk-LLQ52SNP.js";import"./chunk-AQ6CEPIW.js";import"./chunk-CS4WLB4C.js";import"./chunk-5ZRDVC2N.js";export{listFileJobs,readFiles};
