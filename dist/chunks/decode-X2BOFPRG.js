import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-EAPA467W.js";import"./chunk-5BPYPQTA.js";import"./chunk-Z4OPWI6L.js";import{decodePlace,decodeServed}from"./chunk-7T2DP22E.js";import"./chunk-IN43ASWD.js";import"./chunk-TDGZQRGJ.js";import"./chunk-I7W33DJM.js";export{decodePlace,decodeServed};
