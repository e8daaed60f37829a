import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-LKW7KPHJ.js";import"./chunk-MDFRERPP.js";import{loadManifest,parseBuiltInManifest}from"./chunk-BSE2D2ZY.js";import"./chunk-WJSKOYJB.js";export{loadManifest,parseBuiltInManifest};
