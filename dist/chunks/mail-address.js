const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };

// src/lib/mail-address.ts
var MAX_LOCAL_PART_LENGTH = 64;
var MAX_DOMAIN_LENGTH = 255;
function parseMailAddress(text) {
  const [, quoted, plain, inner] = /^(?:"([^"\\]*)"\s*|([^"<>@,;]*))<([^<>]*)>$/.exec(text.trim()) ?? [];
  const name = quoted ?? plain?.trimEnd() ?? "";
  const address = (inner ?? text).trim();
  const at = address.lastIndexOf("@");
  const local = address.slice(0, Math.max(0, at));
  const domain = address.slice(at + 1);
  const fits = local.length <= MAX_LOCAL_PART_LENGTH && domain.length <= MAX_DOMAIN_LENGTH;
  if (!fits || !isLocalPart(local) || !isDomain(domain) || new RegExp("\\p{Cc}", "u").test(name)) return null;
  return { name, address };
}
function isLocalPart(text) {
  return text.split(".").every((atom) => /^[\p{L}\p{M}\p{N}_!#$%&'*+/=?^`{|}~-]+$/u.test(atom));
}
function isDomain(text) {
  return text.split(".").every((label) => /^[\p{L}\p{M}\p{N}-]+$/u.test(label)) || /^\[[\da-fA-F.:IPv]+\]$/.test(text);
}

export {
  parseMailAddress
};
