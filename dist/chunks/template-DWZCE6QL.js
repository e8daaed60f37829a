import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-FCCMRYH2.js";import"./chunk-7BBJMQ3D.js";import"./chunk-ZOHWP7OV.js";import"./chunk-EDJS35N4.js";import"./chunk-V3DRTQAB.js";import"./chunk-PW36WSHA.js";export{isJsonMediaType,renderTemplate};
