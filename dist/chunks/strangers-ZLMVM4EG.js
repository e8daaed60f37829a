import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-5HZIFQGV.js";import"./chunk-7LYFIM74.js";import"./chunk-VUHZGYP6.js";import"./chunk-WEMYEW46.js";import"./chunk-CYZWL63J.js";import"./chunk-H6JFQAX6.js";import"./chunk-XTGRULIO.js";import"./chunk-46SQZTXX.js";export{openStrangers};
