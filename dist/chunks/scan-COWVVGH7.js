import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{endpointSource,readSources}from"./chunk-JUNDTBYS.js";import"./chunk-G5B6EOG7.js";import"./chunk-ZAJCTGGK.js";export{endpointSource,readSources};
