const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  require_undici
} from "./npm-undici.js";
import {
  __toESM
} from "./runtime.js";

// src/lib/http/undici.ts
var import_undici = __toESM(require_undici(), 1);
var export_Agent = import_undici.Agent;
var export_Pool = import_undici.Pool;
var export_Response = import_undici.Response;
var export_buildConnector = import_undici.buildConnector;
var export_fetch = import_undici.fetch;
var export_request = import_undici.request;
export {
  export_Agent as Agent,
  export_Pool as Pool,
  export_Response as Response,
  export_buildConnector as buildConnector,
  export_fetch as fetch,
  export_request as request
};
