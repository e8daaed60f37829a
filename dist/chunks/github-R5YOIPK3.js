import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-4KK54P5C.js";import"./chunk-GUZFPTQ3.js";import"./chunk-KXRNWY44.js";import"./chunk-HQGJVDBT.js";import"./chunk-CQLAFPJ6.js";import"./chunk-L3A44N7Y.js";export{openGitHub};
