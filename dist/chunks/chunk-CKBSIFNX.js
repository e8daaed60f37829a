import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{compareText}from"./chunk-H42UHING.js";function sortNewestFirst(events){return events.toSorted((a,b)=>compareText(b.fired_at??"",a.fired_at??"")||compareText(a.certificate,b.certificate))}export{sortNewestFirst};
