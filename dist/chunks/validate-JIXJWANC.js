import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{formatValid,runValidateCommand}from"./chunk-SDB4ELTD.js";import"./chunk-WEHIV5X3.js";import"./chunk-OFS45GQ7.js";import"./chunk-5PPEFZ5L.js";export{formatValid,runValidateCommand};
