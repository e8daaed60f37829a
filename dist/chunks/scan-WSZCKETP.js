import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{runScanCommand}from"./chunk-S5EMPLLR.js";import"./chunk-5FAMCABY.js";import"./chunk-NZ2CBB6X.js";import"./chunk-EU7DPO4X.js";import"./chunk-CG4JR5UR.js";import"./chunk-I7VPHVBT.js";import"./chunk-MLP7KDBB.js";export{runScanCommand};
