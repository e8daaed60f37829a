import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-B3NZBCHV.js";import"./chunk-CQLAFPJ6.js";import"./chunk-L3A44N7Y.js";export{validText,validateCommand};
