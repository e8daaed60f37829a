import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-27MBQMXI.js";import"./chunk-2KS7BJSS.js";import"./chunk-HJVAINMM.js";import"./chunk-5BDEZIO2.js";import"./chunk-3O5VVWMX.js";import"./chunk-6KKBLEH6.js";export{isJsonMediaType,renderTemplate};
