import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{endpointSource,readSources}from"./chunk-H6JFQAX6.js";import"./chunk-XTGRULIO.js";import"./chunk-46SQZTXX.js";export{endpointSource,readSources};
