import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-3GWS7YWF.js";import"./chunk-SNQGM7PZ.js";import"./chunk-5DNY3AZH.js";import"./chunk-OIR4PB5L.js";import"./chunk-MMLYH2EP.js";import"./chunk-QURYB6VY.js";import"./chunk-HCBWOGC3.js";import"./chunk-WK4J3RGR.js";export{openStrangers};
