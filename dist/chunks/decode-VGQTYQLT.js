import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-HVYCJJVT.js";import"./chunk-J7LJAZXS.js";import"./chunk-SVHX335C.js";import{decodePlace,decodeServed}from"./chunk-TIUJFJE3.js";import"./chunk-24P5BFRK.js";import"./chunk-GXLBLSAT.js";import"./chunk-TGHYW3SN.js";export{decodePlace,decodeServed};
