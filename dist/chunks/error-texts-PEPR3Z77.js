const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{ERROR_TEXTS}from"./chunk-DENHPVWK.js";import"./chunk-EXPQLLNW.js";import"./chunk-YYZGIN2I.js";import"./chunk-OPCTP2MI.js";export{ERROR_TEXTS};
