import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-RWZQXFOR.js";import"./chunk-HJVAINMM.js";import"./chunk-5BDEZIO2.js";import{listFileJobs,readFiles}from"./chunk-S3GYCJCP.js";import"./chunk-OTOWZA7A.js";import"./chunk-3O5VVWMX.js";import"./chunk-6KKBLEH6.js";export{listFileJobs,readFiles};
