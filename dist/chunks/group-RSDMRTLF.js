import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{messagesOf}from"./chunk-3GFIHNO3.js";import"./chunk-PWW4UXGW.js";import"./chunk-L3UUBWBA.js";import"./chunk-7B6BA7RC.js";export{messagesOf};
