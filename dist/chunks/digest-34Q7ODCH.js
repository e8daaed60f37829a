import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{digestCommand,digestStatus,failedOf,unrecordedText,writeDigestReports}from"./chunk-2RYHTTIX.js";import"./chunk-HLIJKDUQ.js";import"./chunk-6DWZOLKS.js";import"./chunk-646ACBXH.js";export{digestCommand,digestStatus,failedOf,unrecordedText,writeDigestReports};
