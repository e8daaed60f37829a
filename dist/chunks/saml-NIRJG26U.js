import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{decodeSaml,parses}from"./chunk-D2E5FY4Y.js";import"./chunk-ZFZSMOD7.js";import"./chunk-DSZTT75J.js";import"./chunk-HFREAWTR.js";export{decodeSaml,parses};
