import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{assess,isCapped}from"./chunk-LARBXRFI.js";import"./chunk-KI5UCW4O.js";import"./chunk-LZZ4AGWP.js";export{assess,isCapped};
