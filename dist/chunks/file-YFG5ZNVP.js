import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-Y3LZK5MY.js";import"./chunk-76HANUGZ.js";import"./chunk-3OAI7SJ4.js";import{listFileJobs,readFiles}from"./chunk-2NXGHTTF.js";import"./chunk-SUE7CDEJ.js";import"./chunk-5NFQ7STG.js";import"./chunk-CCCYJQQH.js";export{listFileJobs,readFiles};
