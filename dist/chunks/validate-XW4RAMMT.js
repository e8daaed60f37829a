import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-5TRORPIQ.js";import"./chunk-PAH5FGAB.js";import"./chunk-IS2J7YA7.js";export{validText,validateCommand};
