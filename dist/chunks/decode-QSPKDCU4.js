import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-RXN7J3GB.js";import"./chunk-FE3TTMZL.js";import"./chunk-ZIYB7UT6.js";import{decodePlace,decodeServed}from"./chunk-6LU6G5HQ.js";import"./chunk-IRNB3W7B.js";import"./chunk-7EJC6YU3.js";import"./chunk-4CKCBV3W.js";export{decodePlace,decodeServed};
