import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-FE3TTMZL.js";import"./chunk-ZIYB7UT6.js";import{loadManifest,parseBuiltInManifest}from"./chunk-7EJC6YU3.js";import"./chunk-4CKCBV3W.js";export{loadManifest,parseBuiltInManifest};
