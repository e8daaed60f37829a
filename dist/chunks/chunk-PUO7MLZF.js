const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
var $all=process.getBuiltinModule("node:https");var node_https_default=$all;export{node_https_default};
