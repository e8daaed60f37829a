import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-CC6WJTPD.js";import"./chunk-RKSBFF4Q.js";import"./chunk-7VRISG7M.js";import"./chunk-JUGS73ML.js";import"./chunk-CS4WLB4C.js";import"./chunk-5ZRDVC2N.js";export{isJsonMediaType,renderTemplate};
