import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-XFCAVVPG.js";import"./chunk-ZC6RZ3WE.js";import"./chunk-6QMZWQU6.js";import"./chunk-OQ3ED5NG.js";export{checkTemplate,isJsonMediaType,renderTemplate};
