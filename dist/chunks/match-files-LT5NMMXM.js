const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{countFiles,findMissingPatterns,matchFiles}from"./chunk-3KU5UO3O.js";import"./chunk-DOALQDBO.js";export{countFiles,findMissingPatterns,matchFiles};
