import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{assess,isCapped}from"./chunk-MVDNUWBI.js";import"./chunk-3KIODUHN.js";import"./chunk-CPZWDDUK.js";export{assess,isCapped};
