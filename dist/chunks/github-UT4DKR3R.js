import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-5OTLSX6U.js";import"./chunk-GUZFPTQ3.js";import"./chunk-RYACYOE7.js";import"./chunk-K3QRKIUF.js";import"./chunk-6QMZWQU6.js";import"./chunk-OQ3ED5NG.js";export{openGitHub};
