import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{fileStore}from"./chunk-P2BXBXK3.js";import"./chunk-PXSAY5XE.js";import"./chunk-M2QM5QDW.js";import"./chunk-SME5OCTV.js";import"./chunk-TEBWZCRQ.js";export{fileStore};
