import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{decodeSaml,parses}from"./chunk-IYB75TLQ.js";import"./chunk-4ACUVHD7.js";import"./chunk-4XJQ7QII.js";import"./chunk-EG6B36LN.js";import"./chunk-XC7E525S.js";import"./chunk-TEBWZCRQ.js";export{decodeSaml,parses};
