import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-ERQSTGBL.js";import"./chunk-ALDQDP6F.js";import"./chunk-BQ2A6RCZ.js";import"./chunk-DI6QDSWI.js";import"./chunk-MLH3B4KK.js";import"./chunk-3M7G4ABK.js";export{isJsonMediaType,renderTemplate};
