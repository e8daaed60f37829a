import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{runScanCommand}from"./chunk-2BV7NE32.js";import"./chunk-UH3QFB66.js";import"./chunk-P2UDZPIO.js";import"./chunk-TX5TSMWG.js";import"./chunk-7WGMLV77.js";import"./chunk-SO34HXI6.js";import"./chunk-QTUMNI3U.js";export{runScanCommand};
