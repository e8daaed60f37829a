import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{decodeSaml,parses}from"./chunk-K6T2MROM.js";import"./chunk-ZGFYGMZU.js";import"./chunk-PAH5FGAB.js";import"./chunk-IS2J7YA7.js";export{decodeSaml,parses};
