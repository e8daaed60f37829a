import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-OVDLRXES.js";import"./chunk-HSYWI7RR.js";import"./chunk-MEDOUMP6.js";import"./chunk-Z7TLTJ5P.js";import"./chunk-DTPQ2XOU.js";import"./chunk-O5O7Y4OM.js";import"./chunk-SMOHE3ZS.js";import"./chunk-VVNMJNHC.js";export{composeMail};
