import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{createGitHubClient}from"./chunk-RJQZA6B3.js";import"./chunk-A6K5I4GR.js";import"./chunk-DHZUURVN.js";import"./chunk-64RUG5N5.js";import"./chunk-DJ4BYEMW.js";import"./chunk-QXQQQVBN.js";import"./chunk-EKVSDLOT.js";export{createGitHubClient};
