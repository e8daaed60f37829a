import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openPolicies}from"./chunk-PWW4UXGW.js";import"./chunk-L3UUBWBA.js";import"./chunk-7B6BA7RC.js";export{openPolicies};
