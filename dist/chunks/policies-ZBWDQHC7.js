import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openPolicies}from"./chunk-XDSRQRW7.js";import"./chunk-323YAIL4.js";import"./chunk-4LMZSOEE.js";export{openPolicies};
