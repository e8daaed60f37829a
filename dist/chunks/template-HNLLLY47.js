import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-C5FJPLCN.js";import"./chunk-4VJD4DKS.js";import"./chunk-CBJL323W.js";import"./chunk-ZRILYR5Q.js";export{checkTemplate,isJsonMediaType,renderTemplate};
