import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-2NNJL3X3.js";import"./chunk-GUZFPTQ3.js";import"./chunk-MMLYH2EP.js";import"./chunk-QURYB6VY.js";import"./chunk-HCBWOGC3.js";import"./chunk-WK4J3RGR.js";export{openGitHub};
