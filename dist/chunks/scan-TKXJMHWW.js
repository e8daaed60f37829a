const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{runScanCommand}from"./chunk-4O4KSP2N.js";import"./chunk-XYPYSU2E.js";import"./chunk-URHGCYOG.js";export{runScanCommand};
