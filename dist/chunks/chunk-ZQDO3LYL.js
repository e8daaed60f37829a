const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
var $all=process.getBuiltinModule("node:child_process"),$read=name=>$all[name];var execFile=$read("execFile");export{execFile};
