import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-WSBEBIWD.js";import"./chunk-N2YYMCMG.js";import"./chunk-RJXAYFSF.js";import"./chunk-UEO2XFC3.js";import"./chunk-B2NZEHUT.js";import"./chunk-PW36WSHA.js";export{isJsonMediaType,renderTemplate};
