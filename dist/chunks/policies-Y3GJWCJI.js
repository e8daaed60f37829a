import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openPolicies}from"./chunk-O5O7Y4OM.js";import"./chunk-SMOHE3ZS.js";import"./chunk-VVNMJNHC.js";export{openPolicies};
