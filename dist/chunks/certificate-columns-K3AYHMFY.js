const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{CERTIFICATE_TABLE}from"./chunk-M5I4L6LO.js";import"./chunk-HYGXIABS.js";import"./chunk-IHD6UWBQ.js";import"./chunk-HHDDFWJO.js";export{CERTIFICATE_TABLE};
