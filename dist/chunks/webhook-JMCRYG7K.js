import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{renderRequest,sendWebhook}from"./chunk-BEDLFJ5D.js";import"./chunk-2ZKVS2VY.js";import"./chunk-KCORE6EW.js";import"./chunk-A3WMBVHE.js";import"./chunk-37ON2GP5.js";import"./chunk-TEBWZCRQ.js";export{renderRequest,sendWebhook};
