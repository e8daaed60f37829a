import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-7TCO2F2U.js";import"./chunk-L3UUBWBA.js";import"./chunk-7B6BA7RC.js";export{validText,validateCommand};
