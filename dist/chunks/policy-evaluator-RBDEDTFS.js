import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-WEHIV5X3.js";import{createPolicyEvaluator}from"./chunk-Z5UK5R27.js";import"./chunk-OFS45GQ7.js";import"./chunk-5PPEFZ5L.js";export{createPolicyEvaluator};
