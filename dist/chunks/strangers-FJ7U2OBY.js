import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-BKW64GTZ.js";import"./chunk-VPS4MQAJ.js";import"./chunk-6V635UOE.js";import"./chunk-CB6DSAEB.js";import"./chunk-JLD7WWBU.js";import"./chunk-JUNDTBYS.js";import"./chunk-G5B6EOG7.js";import"./chunk-ZAJCTGGK.js";export{openStrangers};
