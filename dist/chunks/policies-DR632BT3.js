import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openPolicies}from"./chunk-H6JFQAX6.js";import"./chunk-XTGRULIO.js";import"./chunk-46SQZTXX.js";export{openPolicies};
