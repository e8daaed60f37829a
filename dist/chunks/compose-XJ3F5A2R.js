import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-PS2JMMCS.js";import"./chunk-HEGFEM7Y.js";import"./chunk-MEDOUMP6.js";import"./chunk-TTDHENDJ.js";import"./chunk-TFABWLBO.js";import"./chunk-XDSRQRW7.js";import"./chunk-323YAIL4.js";import"./chunk-4LMZSOEE.js";export{composeMail};
