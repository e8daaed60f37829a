import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openPolicies}from"./chunk-MVDNUWBI.js";import"./chunk-3KIODUHN.js";import"./chunk-CPZWDDUK.js";export{openPolicies};
