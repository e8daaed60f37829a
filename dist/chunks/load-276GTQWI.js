import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-TQVLRK2S.js";import"./chunk-FCEGVZHR.js";import{loadManifest,parseBuiltInManifest}from"./chunk-U4HTB6TU.js";import"./chunk-7SCBMKIK.js";export{loadManifest,parseBuiltInManifest};
