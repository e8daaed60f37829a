const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  isUnbracedReference
} from "./package.js";
import {
  findRepeated,
  isHostName,
  toArray,
  toAsciiHost
} from "./host-port.js";

// src/domain/sources/definition.ts
function reportDuplicates(fields, key, toLocation = (text) => text, inner) {
  const texts = fields.listTexts(key, inner);
  if (texts.length < 2) return;
  for (const [text] of findRepeated(texts, ({ value }) => toLocation(value))) {
    fields.report("duplicate-location", text, toLocation(text.value));
  }
}

// src/domain/sources/http-url.ts
var MAX_SEARCHED_LENGTH = 1e4;
var COMMENT = /\{#[\s\S]*?#\}/g;
var WHOLE_AUTHORITY = /^https?:\/\/[^/?#\\]+[/?#]/i;
function findPrefixBeforeValue(url) {
  if (url.length > MAX_SEARCHED_LENGTH) return null;
  const text = url.replace(COMMENT, "").trimStart();
  const at = text.search(/\{[{%]|\$\{/);
  return text.startsWith("{{", at) ? text.slice(0, at) : null;
}
function isAuthorityTemplated(url) {
  const before = findPrefixBeforeValue(url);
  return before !== null && /^(?:https?:\/\/[^/?#\\]*)?$/i.test(before);
}
function findUrlProblem(url, template = null) {
  if (/[\r\n]/.test(url)) return "line-end";
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase();
  if (scheme !== void 0 && scheme !== "http:" && scheme !== "https:") return "scheme";
  if (scheme !== void 0 && !/^https?:\/\/[^/]/i.test(url)) return "host";
  if (template?.test(url)) {
    const before = findPrefixBeforeValue(url);
    if (before === null) return null;
    if (!WHOLE_AUTHORITY.test(before)) return "scheme";
    return URL.canParse(before) ? null : "malformed";
  }
  if (url.includes("${") || isUnbracedReference(url)) return null;
  if (scheme === void 0) return "scheme";
  if (/\s/.test(url)) return "space";
  return URL.canParse(url) ? null : "malformed";
}

// src/domain/sources/domain.ts
function normalizeDomain(text) {
  return toAsciiHost(text).toLowerCase().replace(/\.$/, "");
}
function formatDomainLocation(domain) {
  return `domain:${domain}`;
}
function isDomain(name) {
  const labels = name.split(".");
  return isHostName(name) && labels.length > 1 && /[a-z]/.test(labels.at(-1) ?? "") && !name.includes(":");
}
var DOMAIN = {
  kind: "domain",
  keys: [["domain", "a domain"]],
  locator: "domains",
  subject: "domain",
  hasLifetime: false,
  create: ({ domain, rdap_url }) => ({
    kind: "domain",
    domains: [...new Set(toArray(domain).map(normalizeDomain))],
    rdap_url: rdap_url ?? null
  }),
  check: (fields) => {
    for (const text of fields.listTexts("domain")) {
      if (!isDomain(normalizeDomain(text.value))) fields.report("bad-domain", text, text.value, null);
    }
    reportDuplicates(fields, "domain", normalizeDomain);
    for (const text of fields.listTexts("rdap_url")) {
      const problem = findUrlProblem(text.value);
      if (problem !== null) fields.report("bad-url", text, problem);
    }
  },
  listLocations: ({ domains }) => domains.map(formatDomainLocation),
  matchesLocation: (location) => location.startsWith("domain:"),
  locationType: "domain",
  sampleName: ({ domains }) => domains[0]
};

export {
  reportDuplicates,
  isAuthorityTemplated,
  findUrlProblem,
  normalizeDomain,
  formatDomainLocation,
  DOMAIN
};
