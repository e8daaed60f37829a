import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{groupDeliveries}from"./chunk-KK7Q2OLW.js";import"./chunk-O2T2NM6F.js";import"./chunk-DDCCMSXA.js";import"./chunk-VFK5QUUS.js";import"./chunk-EKVSDLOT.js";export{groupDeliveries};
