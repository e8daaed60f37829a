import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-GINRF534.js";import"./chunk-SXCFTIZQ.js";import"./chunk-UH3QFB66.js";import"./chunk-P2UDZPIO.js";import"./chunk-SO34HXI6.js";import"./chunk-QTUMNI3U.js";export{isJsonMediaType,renderTemplate};
