import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-GU32SCJC.js";import"./chunk-GUZFPTQ3.js";import"./chunk-D5CNHBFY.js";import"./chunk-MVDNUWBI.js";import"./chunk-3KIODUHN.js";import"./chunk-CPZWDDUK.js";export{openGitHub};
