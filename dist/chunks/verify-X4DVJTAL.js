import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-64RUG5N5.js";import{createTrustEvaluator,readAndVerify}from"./chunk-DJ4BYEMW.js";import"./chunk-QXQQQVBN.js";import"./chunk-EKVSDLOT.js";export{createTrustEvaluator,readAndVerify};
