import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-MZUOHJVJ.js";import"./chunk-Y2CRGYIY.js";import"./chunk-54YIIBFP.js";import"./chunk-TYJG4ZBJ.js";import"./chunk-J2AK2RCV.js";import"./chunk-B5DNLDV2.js";export{isJsonMediaType,renderTemplate};
