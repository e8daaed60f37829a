import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-TD2A5Z6N.js";import"./chunk-TLNIGMEG.js";import"./chunk-AEHCCBSV.js";import"./chunk-YAVVW3TL.js";import"./chunk-CKIAMDU2.js";import"./chunk-IU2JIUQZ.js";import"./chunk-LRR5PCBE.js";import"./chunk-ZBZRLGLD.js";export{openStrangers};
