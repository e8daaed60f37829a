import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-FKVTEEXY.js";import"./chunk-KI5UCW4O.js";import"./chunk-LZZ4AGWP.js";export{validText,validateCommand};
