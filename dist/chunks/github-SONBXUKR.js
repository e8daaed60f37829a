import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-BCNSWZ26.js";import"./chunk-GUZFPTQ3.js";import"./chunk-G5W5EJWH.js";import"./chunk-XDSRQRW7.js";import"./chunk-323YAIL4.js";import"./chunk-4LMZSOEE.js";export{openGitHub};
