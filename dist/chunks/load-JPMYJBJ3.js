import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-J7LJAZXS.js";import"./chunk-SVHX335C.js";import{loadManifest,parseBuiltInManifest}from"./chunk-GXLBLSAT.js";import"./chunk-TGHYW3SN.js";export{loadManifest,parseBuiltInManifest};
