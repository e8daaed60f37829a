import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{endpointSource,readSources}from"./chunk-K4JVMZYL.js";import"./chunk-DXRYRMIT.js";import"./chunk-SHYPF74P.js";export{endpointSource,readSources};
