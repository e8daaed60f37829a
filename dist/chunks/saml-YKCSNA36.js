import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{decodeSaml,parses}from"./chunk-ZLTCUU37.js";import"./chunk-6LXTGGGB.js";import"./chunk-H244ZAY5.js";import"./chunk-R2UZNTML.js";export{decodeSaml,parses};
