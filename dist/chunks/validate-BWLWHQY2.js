import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-JZCB3242.js";import"./chunk-Z3CYLZMB.js";import"./chunk-HNKP62FE.js";export{validText,validateCommand};
