import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-YW74M6Q2.js";import"./chunk-GUZFPTQ3.js";import"./chunk-7P22VLRO.js";import"./chunk-3MOURGNP.js";import"./chunk-ACWZYEM5.js";import"./chunk-AS6MWZPI.js";export{openGitHub};
