import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-Y37KLZ46.js";import"./chunk-F2VSAIRE.js";import"./chunk-MEDOUMP6.js";import"./chunk-JXLSAHPH.js";import"./chunk-JAKM75OB.js";import"./chunk-HQGJVDBT.js";import"./chunk-CQLAFPJ6.js";import"./chunk-L3A44N7Y.js";export{composeMail};
