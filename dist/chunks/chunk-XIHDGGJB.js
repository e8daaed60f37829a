const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
function formatPlainMarkdown(markdown){return markdown.replace(/\[([^[\]]+)\]\([^()[\]]*\)/g,"$1").replaceAll("**","")}export{formatPlainMarkdown};
