import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{decodeSaml,parses}from"./chunk-N2XHNKZ3.js";import"./chunk-H6JFQAX6.js";import"./chunk-XTGRULIO.js";import"./chunk-46SQZTXX.js";export{decodeSaml,parses};
