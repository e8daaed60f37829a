import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-5FAMCABY.js";import"./chunk-NZ2CBB6X.js";import{loadManifest,parseBuiltInManifest}from"./chunk-I7VPHVBT.js";import"./chunk-MLP7KDBB.js";export{loadManifest,parseBuiltInManifest};
