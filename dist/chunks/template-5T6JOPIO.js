import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-V6E4OQIG.js";import"./chunk-YV7B7Q32.js";import"./chunk-J7LJAZXS.js";import"./chunk-SVHX335C.js";import"./chunk-GXLBLSAT.js";import"./chunk-TGHYW3SN.js";export{isJsonMediaType,renderTemplate};
