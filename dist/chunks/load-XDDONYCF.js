import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-BQ2A6RCZ.js";import"./chunk-DI6QDSWI.js";import{loadManifest,parseBuiltInManifest}from"./chunk-MLH3B4KK.js";import"./chunk-3M7G4ABK.js";export{loadManifest,parseBuiltInManifest};
