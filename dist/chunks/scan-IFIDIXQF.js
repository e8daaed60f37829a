import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{endpointSource,readSources}from"./chunk-ZFZSMOD7.js";import"./chunk-DSZTT75J.js";import"./chunk-HFREAWTR.js";export{endpointSource,readSources};
