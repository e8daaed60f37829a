import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-XYA2OFJE.js";import"./chunk-KQ274FVW.js";import"./chunk-L3UUBWBA.js";import"./chunk-7B6BA7RC.js";export{checkTemplate,isJsonMediaType,renderTemplate};
