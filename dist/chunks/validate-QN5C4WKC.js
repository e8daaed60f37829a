import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{formatValid,runValidateCommand}from"./chunk-PHAWXHAY.js";import"./chunk-64RUG5N5.js";import"./chunk-QXQQQVBN.js";import"./chunk-EKVSDLOT.js";export{formatValid,runValidateCommand};
