const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{createCsvRenderer,renderRecord}from"./chunk-QWB4CS6B.js";import"./chunk-N2H2LFWB.js";import"./chunk-3KU5UO3O.js";import"./chunk-DOALQDBO.js";export{createCsvRenderer,renderRecord};
