import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{endpointSource,readSources}from"./chunk-HQGJVDBT.js";import"./chunk-CQLAFPJ6.js";import"./chunk-L3A44N7Y.js";export{endpointSource,readSources};
