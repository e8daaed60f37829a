import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-IGQESFIR.js";import"./chunk-T537R5XY.js";import{loadManifest,parseBuiltInManifest}from"./chunk-5XUV73ZG.js";import"./chunk-WACTLCTE.js";export{loadManifest,parseBuiltInManifest};
