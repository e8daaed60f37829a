import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{decodeSaml,parses}from"./chunk-USDYJ3R5.js";import"./chunk-JUNDTBYS.js";import"./chunk-G5B6EOG7.js";import"./chunk-ZAJCTGGK.js";export{decodeSaml,parses};
