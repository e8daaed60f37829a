import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{ERROR_TEXTS}from"./chunk-EHCVFMPA.js";import"./chunk-SLNMVHYY.js";import"./chunk-LKW7KPHJ.js";import"./chunk-MDFRERPP.js";import"./chunk-W6RIU7WZ.js";import"./chunk-M7K43SJD.js";import"./chunk-BSE2D2ZY.js";import"./chunk-WJSKOYJB.js";export{ERROR_TEXTS};
