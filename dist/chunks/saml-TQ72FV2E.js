import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{decodeSaml,parses}from"./chunk-OXZ3ABKR.js";import"./chunk-BOYIIVLB.js";import"./chunk-K2HXPHST.js";import"./chunk-GXQIMAEX.js";export{decodeSaml,parses};
