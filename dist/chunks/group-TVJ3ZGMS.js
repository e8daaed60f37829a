import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{groupDeliveries}from"./chunk-VNK3PJ6A.js";import"./chunk-64RUG5N5.js";import"./chunk-DJ4BYEMW.js";import"./chunk-QXQQQVBN.js";import"./chunk-EKVSDLOT.js";export{groupDeliveries};
