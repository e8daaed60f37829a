import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-QGDOHABV.js";import"./chunk-JR4HTVQB.js";import"./chunk-3KIODUHN.js";import"./chunk-CPZWDDUK.js";export{checkTemplate,isJsonMediaType,renderTemplate};
