import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-JEBAVWF2.js";import"./chunk-S2ARZ3ZV.js";import"./chunk-FE7TMHP3.js";import"./chunk-3G4PM6OB.js";import"./chunk-TTBZTBV4.js";import"./chunk-LARBXRFI.js";import"./chunk-KI5UCW4O.js";import"./chunk-LZZ4AGWP.js";export{openStrangers};
