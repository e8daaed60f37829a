import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-FTQQDJ5R.js";import"./chunk-QMUKF6OM.js";import"./chunk-K2HXPHST.js";import"./chunk-GXQIMAEX.js";export{checkTemplate,isJsonMediaType,renderTemplate};
