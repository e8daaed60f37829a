import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-VKXCFZCB.js";import"./chunk-T2RXYFD6.js";import"./chunk-HDKIOEUQ.js";import"./chunk-PXKZXMGN.js";import"./chunk-QCCMZBBO.js";import"./chunk-O5O7Y4OM.js";import"./chunk-SMOHE3ZS.js";import"./chunk-VVNMJNHC.js";export{openStrangers};
