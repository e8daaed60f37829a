import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{createGitHubClient}from"./chunk-RJQZA6B3.js";import"./chunk-A6K5I4GR.js";import"./chunk-DHZUURVN.js";import"./chunk-O2T2NM6F.js";import"./chunk-DDCCMSXA.js";import"./chunk-VFK5QUUS.js";import"./chunk-EKVSDLOT.js";export{createGitHubClient};
