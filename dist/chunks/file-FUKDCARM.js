import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-GCPHWNRA.js";import"./chunk-IGQESFIR.js";import"./chunk-T537R5XY.js";import{listFileJobs,readFiles}from"./chunk-7GKX35MV.js";import"./chunk-WCBYOFDJ.js";import"./chunk-5XUV73ZG.js";import"./chunk-WACTLCTE.js";export{listFileJobs,readFiles};
