import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-2K2OLXUR.js";import"./chunk-4OPHO4YN.js";import"./chunk-TQVLRK2S.js";import"./chunk-FCEGVZHR.js";import"./chunk-U4HTB6TU.js";import"./chunk-7SCBMKIK.js";export{isJsonMediaType,renderTemplate};
