import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-AF5ONUUC.js";import"./chunk-YKGPX7XT.js";import"./chunk-L5AA4N3D.js";import"./chunk-NWEERBLK.js";import"./chunk-CNNBOA4Z.js";import"./chunk-K4JVMZYL.js";import"./chunk-DXRYRMIT.js";import"./chunk-SHYPF74P.js";export{openStrangers};
