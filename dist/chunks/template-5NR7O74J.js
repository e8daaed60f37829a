import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-JXLSAHPH.js";import"./chunk-JAKM75OB.js";import"./chunk-CQLAFPJ6.js";import"./chunk-L3A44N7Y.js";export{checkTemplate,isJsonMediaType,renderTemplate};
