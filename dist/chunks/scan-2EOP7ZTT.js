const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{runScanCommand}from"./chunk-R5O3UFM7.js";import"./chunk-CHLQS6XW.js";import"./chunk-JIDIAKOY.js";export{runScanCommand};
