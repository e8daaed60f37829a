import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-XQ33S4LR.js";import"./chunk-CQPHNOK4.js";import"./chunk-UUVVIQOZ.js";import"./chunk-MZVRJ2FZ.js";import"./chunk-5D535EVV.js";import"./chunk-KLSHBNT5.js";export{isJsonMediaType,renderTemplate};
