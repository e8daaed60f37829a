import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{runScanCommand}from"./chunk-4AY7GJMN.js";import"./chunk-UUVVIQOZ.js";import"./chunk-MZVRJ2FZ.js";import"./chunk-JVINNI24.js";import"./chunk-7GPABVAS.js";import"./chunk-5D535EVV.js";import"./chunk-KLSHBNT5.js";export{runScanCommand};
