import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-7VRISG7M.js";import"./chunk-JUGS73ML.js";import{loadManifest,parseBuiltInManifest}from"./chunk-CS4WLB4C.js";import"./chunk-5ZRDVC2N.js";export{loadManifest,parseBuiltInManifest};
