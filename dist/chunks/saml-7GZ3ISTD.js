import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{decodeSaml,parses}from"./chunk-LGHMHLFG.js";import"./chunk-HLIJKDUQ.js";import"./chunk-6DWZOLKS.js";import"./chunk-646ACBXH.js";export{decodeSaml,parses};
