import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{NOTHING_KEPT,boundKept,isKeepable,keptIn}from"./chunk-LARBXRFI.js";import"./chunk-KI5UCW4O.js";import"./chunk-LZZ4AGWP.js";export{NOTHING_KEPT,boundKept,isKeepable,keptIn};
