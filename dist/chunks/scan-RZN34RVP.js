import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{endpointSource,readSources}from"./chunk-IU2JIUQZ.js";import"./chunk-LRR5PCBE.js";import"./chunk-ZBZRLGLD.js";export{endpointSource,readSources};
