import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-Q3EBP5U4.js";import"./chunk-7HCMCU7D.js";import"./chunk-5SLKN6UG.js";import"./chunk-XV2JBNUW.js";import"./chunk-2YO23BY2.js";import"./chunk-QAY5DQIA.js";export{isJsonMediaType,renderTemplate};
