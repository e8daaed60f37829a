const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{openNameResolver,openNetwork}from"./chunk-TLVOMUJJ.js";import"./chunk-R3AAHBRN.js";import"./chunk-3T7ZCB3V.js";import"./chunk-V5POWDW6.js";export{openNameResolver,openNetwork};
