import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openGitHub}from"./chunk-7UJDB5UT.js";import"./chunk-GUZFPTQ3.js";import"./chunk-GHU2367R.js";import"./chunk-ZGFYGMZU.js";import"./chunk-PAH5FGAB.js";import"./chunk-IS2J7YA7.js";export{openGitHub};
