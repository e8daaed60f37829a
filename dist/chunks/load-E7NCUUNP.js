import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-5SLKN6UG.js";import"./chunk-XV2JBNUW.js";import{loadManifest,parseBuiltInManifest}from"./chunk-2YO23BY2.js";import"./chunk-QAY5DQIA.js";export{loadManifest,parseBuiltInManifest};
