const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{listEndpointJobs}from"./chunk-5XE5TMGK.js";import"./chunk-TSI34JCO.js";import"./chunk-VWWI4BRK.js";import"./chunk-ZD7XNWSD.js";export{listEndpointJobs};
