import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{openStrangers}from"./chunk-QT25TOMB.js";import"./chunk-MVNPJ2AG.js";import"./chunk-W6KKVRNF.js";import"./chunk-C75QUXXM.js";import"./chunk-KXRNWY44.js";import"./chunk-HQGJVDBT.js";import"./chunk-CQLAFPJ6.js";import"./chunk-L3A44N7Y.js";export{openStrangers};
