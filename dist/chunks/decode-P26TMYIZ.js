import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-DRL6VUYB.js";import"./chunk-BQ2A6RCZ.js";import"./chunk-DI6QDSWI.js";import{decodePlace,decodeServed}from"./chunk-LD7KUSKA.js";import"./chunk-EZYI5JI5.js";import"./chunk-MLH3B4KK.js";import"./chunk-3M7G4ABK.js";export{decodePlace,decodeServed};
