import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{composeMail}from"./chunk-EAIC7RUI.js";import"./chunk-BN4SJFWZ.js";import"./chunk-MEDOUMP6.js";import"./chunk-RQUX47MB.js";import"./chunk-K3ICZPOY.js";import"./chunk-LARBXRFI.js";import"./chunk-KI5UCW4O.js";import"./chunk-LZZ4AGWP.js";export{composeMail};
