const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{ERROR_TEXTS}from"./chunk-K3LQBIYZ.js";import"./chunk-HYGXIABS.js";import"./chunk-IHD6UWBQ.js";import"./chunk-HHDDFWJO.js";export{ERROR_TEXTS};
