import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-G6YNJLIF.js";import"./chunk-WQEHVXU7.js";import"./chunk-76HANUGZ.js";import"./chunk-3OAI7SJ4.js";import"./chunk-5NFQ7STG.js";import"./chunk-CCCYJQQH.js";export{isJsonMediaType,renderTemplate};
