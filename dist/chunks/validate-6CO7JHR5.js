import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-LG7WH7VH.js";import"./chunk-6QMZWQU6.js";import"./chunk-OQ3ED5NG.js";export{validText,validateCommand};
