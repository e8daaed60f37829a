import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-UKXGYRO6.js";import"./chunk-53R5Q3P7.js";import"./chunk-64RUG5N5.js";import"./chunk-QXQQQVBN.js";import"./chunk-EKVSDLOT.js";export{isJsonMediaType,renderTemplate};
