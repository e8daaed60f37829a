import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{runScanCommand}from"./chunk-XBQN7N5I.js";import"./chunk-54YIIBFP.js";import"./chunk-TYJG4ZBJ.js";import"./chunk-XRJD73NS.js";import"./chunk-7WGMLV77.js";import"./chunk-J2AK2RCV.js";import"./chunk-B5DNLDV2.js";export{runScanCommand};
