const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{rootCertificates}from"./chunk-PLSNGKCY.js";import"./chunk-N2H2LFWB.js";import"./chunk-3KU5UO3O.js";import"./chunk-DOALQDBO.js";var MOZILLA_ROOTS_PEM=rootCertificates.join(`
`);export{MOZILLA_ROOTS_PEM};
