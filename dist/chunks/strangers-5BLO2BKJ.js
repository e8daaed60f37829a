import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-43NGFBCP.js";import"./chunk-V24ZH7BA.js";import"./chunk-Y5VGMBQK.js";import"./chunk-WDR4L3SQ.js";import"./chunk-G5W5EJWH.js";import"./chunk-XDSRQRW7.js";import"./chunk-323YAIL4.js";import"./chunk-4LMZSOEE.js";export{openStrangers};
