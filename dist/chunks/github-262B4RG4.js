import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-IZJVBPRR.js";import"./chunk-GUZFPTQ3.js";import"./chunk-TTBZTBV4.js";import"./chunk-LARBXRFI.js";import"./chunk-KI5UCW4O.js";import"./chunk-LZZ4AGWP.js";export{openGitHub};
