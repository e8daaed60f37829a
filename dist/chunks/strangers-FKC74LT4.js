import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-BWBUU3S7.js";import"./chunk-V22EPMXY.js";import"./chunk-JVWVWENV.js";import"./chunk-HYRAJG3D.js";import"./chunk-RYACYOE7.js";import"./chunk-K3QRKIUF.js";import"./chunk-6QMZWQU6.js";import"./chunk-OQ3ED5NG.js";export{openStrangers};
