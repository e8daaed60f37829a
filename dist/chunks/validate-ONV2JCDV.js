import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{validText,validateCommand}from"./chunk-55S4KYHR.js";import"./chunk-ACWZYEM5.js";import"./chunk-AS6MWZPI.js";export{validText,validateCommand};
