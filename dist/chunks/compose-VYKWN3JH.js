import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-K6SJMNSS.js";import"./chunk-G5UKQPXF.js";import"./chunk-MEDOUMP6.js";import"./chunk-NPS66ITU.js";import"./chunk-XKC4M7EP.js";import"./chunk-QURYB6VY.js";import"./chunk-HCBWOGC3.js";import"./chunk-WK4J3RGR.js";export{composeMail};
