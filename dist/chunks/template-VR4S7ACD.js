import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-BICCSAM6.js";import"./chunk-DSJNGFTX.js";import"./chunk-PAH5FGAB.js";import"./chunk-IS2J7YA7.js";export{checkTemplate,isJsonMediaType,renderTemplate};
