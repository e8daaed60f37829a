import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{assess,isCapped}from"./chunk-K3QRKIUF.js";import"./chunk-6QMZWQU6.js";import"./chunk-OQ3ED5NG.js";export{assess,isCapped};
