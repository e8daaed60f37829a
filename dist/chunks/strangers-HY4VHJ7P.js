import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-KFSNLZK3.js";import"./chunk-23TVKUEV.js";import"./chunk-T4R76UJS.js";import"./chunk-7UUO6TZL.js";import"./chunk-7UW2PI72.js";import"./chunk-HLIJKDUQ.js";import"./chunk-6DWZOLKS.js";import"./chunk-646ACBXH.js";export{openStrangers};
