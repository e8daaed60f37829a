import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-PSNWLFGU.js";import"./chunk-J34IFPZ7.js";import"./chunk-N7MXHKY2.js";import"./chunk-FKQYUK6P.js";import"./chunk-XIW45POP.js";import"./chunk-PWW4UXGW.js";import"./chunk-L3UUBWBA.js";import"./chunk-7B6BA7RC.js";export{openStrangers};
