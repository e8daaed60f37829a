import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-QFBSTPHP.js";import"./chunk-DTZKNOPW.js";import{loadManifest,parseBuiltInManifest}from"./chunk-ZVKTXTBA.js";import"./chunk-H42UHING.js";export{loadManifest,parseBuiltInManifest};
