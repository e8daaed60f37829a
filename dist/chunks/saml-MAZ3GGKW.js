import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{decodeSaml,parses}from"./chunk-6MLEZBZA.js";import"./chunk-MVDNUWBI.js";import"./chunk-3KIODUHN.js";import"./chunk-CPZWDDUK.js";export{decodeSaml,parses};
