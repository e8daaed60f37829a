import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-UA7XTYY6.js";import"./chunk-AGIIYB4D.js";import"./chunk-ACWZYEM5.js";import"./chunk-AS6MWZPI.js";export{checkTemplate,isJsonMediaType,renderTemplate};
