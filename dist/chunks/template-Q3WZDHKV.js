import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-M4W7FPKN.js";import"./chunk-OPTDORQJ.js";import"./chunk-FE3TTMZL.js";import"./chunk-ZIYB7UT6.js";import"./chunk-7EJC6YU3.js";import"./chunk-4CKCBV3W.js";export{isJsonMediaType,renderTemplate};
