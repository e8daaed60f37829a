import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-3S7TC3AS.js";import"./chunk-ULLH3VM3.js";import"./chunk-N7KQCB5Y.js";import"./chunk-YZRTVMZG.js";import"./chunk-DSNHFTKX.js";import"./chunk-C7R45KGQ.js";import"./chunk-Z3CYLZMB.js";import"./chunk-HNKP62FE.js";export{openStrangers};
