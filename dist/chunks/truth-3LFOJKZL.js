import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openJudge,readAndJudge}from"./chunk-QURYB6VY.js";import"./chunk-HCBWOGC3.js";import"./chunk-WK4J3RGR.js";export{openJudge,readAndJudge};
