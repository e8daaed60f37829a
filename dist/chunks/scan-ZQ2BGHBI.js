import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{runScanCommand}from"./chunk-GCPHWNRA.js";import"./chunk-IGQESFIR.js";import"./chunk-T537R5XY.js";import"./chunk-7GKX35MV.js";import"./chunk-WCBYOFDJ.js";import"./chunk-5XUV73ZG.js";import"./chunk-WACTLCTE.js";export{runScanCommand};
