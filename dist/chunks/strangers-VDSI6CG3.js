import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-HM7UKJWN.js";import"./chunk-ZZWFRHVK.js";import"./chunk-B6JHPCQI.js";import"./chunk-YWWZNIJC.js";import"./chunk-GHU2367R.js";import"./chunk-ZGFYGMZU.js";import"./chunk-PAH5FGAB.js";import"./chunk-IS2J7YA7.js";export{openStrangers};
