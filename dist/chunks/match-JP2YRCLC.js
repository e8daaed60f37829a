import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{matchFiles}from"./chunk-QEAZJLQS.js";import"./chunk-TEBWZCRQ.js";export{matchFiles};
