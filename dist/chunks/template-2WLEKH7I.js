import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{isJsonMediaType,renderTemplate}from"./chunk-TVN3GO6A.js";import"./chunk-XBBZNPNJ.js";import"./chunk-LKW7KPHJ.js";import"./chunk-MDFRERPP.js";import"./chunk-BSE2D2ZY.js";import"./chunk-WJSKOYJB.js";export{isJsonMediaType,renderTemplate};
