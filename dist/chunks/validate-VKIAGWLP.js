import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-EXSVQVXM.js";import"./chunk-323YAIL4.js";import"./chunk-4LMZSOEE.js";export{validText,validateCommand};
