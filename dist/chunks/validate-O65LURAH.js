const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{runValidateCommand}from"./chunk-CHLQS6XW.js";import"./chunk-JIDIAKOY.js";export{runValidateCommand};
