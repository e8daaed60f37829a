const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{decodePlace,decodeServed}from"./chunk-AD5YE3XA.js";import"./chunk-B5WY4EGD.js";import"./chunk-N6VJEQ2G.js";export{decodePlace,decodeServed};
