import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-5EFWGFEB.js";import"./chunk-R42WRNPK.js";import"./chunk-IGQESFIR.js";import"./chunk-T537R5XY.js";import"./chunk-5XUV73ZG.js";import"./chunk-WACTLCTE.js";export{isJsonMediaType,renderTemplate};
