import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{decodeSaml,parses}from"./chunk-LHPFXGBU.js";import"./chunk-EG6B36LN.js";import"./chunk-EZ673XTT.js";import"./chunk-XWW2KGOX.js";import"./chunk-4XJQ7QII.js";import"./chunk-XC7E525S.js";import"./chunk-TEBWZCRQ.js";export{decodeSaml,parses};
