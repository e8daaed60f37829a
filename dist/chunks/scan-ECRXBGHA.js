import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{runScanCommand}from"./chunk-2CI3ZM7I.js";import"./chunk-TQVLRK2S.js";import"./chunk-FCEGVZHR.js";import"./chunk-A6QZDEQ5.js";import"./chunk-RAGEXJGD.js";import"./chunk-U4HTB6TU.js";import"./chunk-7SCBMKIK.js";export{runScanCommand};
