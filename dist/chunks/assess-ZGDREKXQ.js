import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-64RUG5N5.js";import{assess,isCapped}from"./chunk-DJ4BYEMW.js";import"./chunk-QXQQQVBN.js";import"./chunk-EKVSDLOT.js";export{assess,isCapped};
