const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  findRegistrableDomain,
  isPublicName
} from "./tldts-icann.js";
import "./runtime.js";
export {
  findRegistrableDomain,
  isPublicName
};
