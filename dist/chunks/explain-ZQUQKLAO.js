const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{ERROR_TEXTS}from"./chunk-K3LQBIYZ.js";import"./chunk-AD5YE3XA.js";import"./chunk-B5WY4EGD.js";import{AppError,getOwn,suggest}from"./chunk-N6VJEQ2G.js";async function runExplainCommand({codes},io){return io.stdout(codes.map(explain).join(`
`)),0}function explain(operand){let code=/\[([a-z0-9-]+)\]/.exec(operand)?.[1]??operand.trim().toLowerCase(),found=getOwn(ERROR_TEXTS,code);if(found===void 0)throw createUnknownCodeError(code);return`${code}

${toPlainText(found.text)}

More: docs/reference/errors/${found.page}
`}function createUnknownCodeError(code){let similar=suggest(code,Object.keys(ERROR_TEXTS)),hint=similar===void 0?"Use a code as messages show it in brackets, such as endpoint-refused.":`Did you mean ${similar}?`;return new AppError("unknown-code",`unknown error code "${code}"`,{hint})}function toPlainText(markdown){return markdown.replace(/\[([^[\]]+)\]\([^()[\]]*\)/g,"$1").replaceAll("**","")}export{runExplainCommand};
