const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
var $all=process.getBuiltinModule("node:http");var node_http_default=$all;export{node_http_default};
