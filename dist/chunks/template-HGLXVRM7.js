import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-NSYG376T.js";import"./chunk-E57I3KVW.js";import"./chunk-QFBSTPHP.js";import"./chunk-DTZKNOPW.js";import"./chunk-ZVKTXTBA.js";import"./chunk-H42UHING.js";export{isJsonMediaType,renderTemplate};
