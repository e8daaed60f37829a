import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-DPC2QUW4.js";import"./chunk-APWD3KAH.js";import"./chunk-KCBPAASF.js";import"./chunk-4K4WBB6P.js";import"./chunk-AMDIIYGR.js";import"./chunk-Q6SA7IA4.js";export{isJsonMediaType,renderTemplate};
