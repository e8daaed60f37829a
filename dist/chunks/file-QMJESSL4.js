const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{listFileJobs,readFiles}from"./chunk-TSI34JCO.js";import"./chunk-VWWI4BRK.js";import"./chunk-ZD7XNWSD.js";export{listFileJobs,readFiles};
