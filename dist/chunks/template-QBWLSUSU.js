import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{checkTemplate,isJsonMediaType,renderTemplate}from"./chunk-JD4U4JFK.js";import"./chunk-WI24RT6Q.js";import"./chunk-DSZTT75J.js";import"./chunk-HFREAWTR.js";export{checkTemplate,isJsonMediaType,renderTemplate};
