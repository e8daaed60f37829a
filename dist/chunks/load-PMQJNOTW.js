import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-STOJBN4L.js";import"./chunk-NEQGHM7I.js";import{loadManifest,parseBuiltInManifest}from"./chunk-C6RTTU7F.js";import"./chunk-5ITPVSLE.js";export{loadManifest,parseBuiltInManifest};
