const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{rootCertificates}from"./chunk-CT6JDHPN.js";import"./chunk-R5O3UFM7.js";import"./chunk-CHLQS6XW.js";import"./chunk-JIDIAKOY.js";var MOZILLA_ROOTS_PEM=rootCertificates.join(`
`);export{MOZILLA_ROOTS_PEM};
