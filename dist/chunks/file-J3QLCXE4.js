import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-SWIDAWLV.js";import"./chunk-5SLKN6UG.js";import"./chunk-XV2JBNUW.js";import{listFileJobs,readFiles}from"./chunk-K7NUSWCX.js";import"./chunk-5TUGWQVE.js";import"./chunk-2YO23BY2.js";import"./chunk-QAY5DQIA.js";export{listFileJobs,readFiles};
