import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{decodePlace,decodeServed}from"./chunk-IU2JIUQZ.js";import"./chunk-LRR5PCBE.js";import"./chunk-ZBZRLGLD.js";export{decodePlace,decodeServed};
