import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-KCBPAASF.js";import"./chunk-4K4WBB6P.js";import{loadManifest,parseBuiltInManifest}from"./chunk-AMDIIYGR.js";import"./chunk-Q6SA7IA4.js";export{loadManifest,parseBuiltInManifest};
