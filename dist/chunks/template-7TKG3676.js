import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-KAJWGWQX.js";import"./chunk-MOEYBDZZ.js";import"./chunk-5FAMCABY.js";import"./chunk-NZ2CBB6X.js";import"./chunk-I7VPHVBT.js";import"./chunk-MLP7KDBB.js";export{isJsonMediaType,renderTemplate};
