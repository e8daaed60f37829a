const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  parseIsoTime
} from "./package.js";
import {
  getOwn
} from "./host-port.js";

// src/domain/thresholds.ts
var HOUR = 36e5;
var DAY = 24 * HOUR;
function countDaysSince(expiry, now) {
  return expiry < now ? Math.floor((now - expiry) / DAY) : null;
}
function computeValidityPeriod({ valid_from, valid_to }, expiry) {
  const to = parseIsoTime(expiry);
  if (valid_from === null) return { from: null, to };
  const notAfter = expiry === valid_to ? to : parseIsoTime(valid_to);
  return { from: to - (notAfter - parseIsoTime(valid_from)), to };
}
var PATTERN = /^(\d{1,6}(?:\.\d{1,3})?)(d|h|%)$/;
function parseThreshold(raw) {
  if (typeof raw === "number") return parseDays(raw, raw);
  if (typeof raw !== "string") return null;
  const match = PATTERN.exec(raw);
  if (match === null) return null;
  const [, digits, unit] = match;
  const value = Number(digits);
  if (unit === "d") return parseDays(value, raw);
  if (unit === "h") return value > 0 ? { raw, unit: "hours", value } : null;
  return value > 0 && value < 100 ? { raw, unit: "percent", value } : null;
}
function parseDays(value, raw) {
  return Number.isSafeInteger(value) && value >= 0 && value <= 36500 ? { raw, unit: "days", value } : null;
}
function toThresholdKey({ unit, value }) {
  if (unit === "days") return value;
  return `${value}${unit === "hours" ? "h" : "%"}`;
}
function computeLeadTime({ unit, value }, { from, to }) {
  if (unit === "days") return (value + 1) * DAY - 1;
  if (unit === "hours") return value * HOUR;
  return from === null ? null : (to - from) * value / 100;
}
function computeCrossing(threshold, period) {
  const leadTime = computeLeadTime(threshold, period);
  return leadTime === null ? null : Math.ceil(period.to - leadTime);
}
function computeLeadTimeDays(threshold, period) {
  if (threshold.unit === "days") return threshold.value;
  const leadTime = computeLeadTime(threshold, period);
  return leadTime === null ? null : Math.round(leadTime / DAY * 1e3) / 1e3;
}
function resolveThreshold(spec, period) {
  const crosses_at = computeCrossing(spec, period);
  const days = computeLeadTimeDays(spec, period);
  if (crosses_at === null || days === null) return null;
  return { key: toThresholdKey(spec), raw: spec.raw, days, crosses_at };
}
function resolveCrossed(spec, period, now) {
  const threshold = resolveThreshold(spec, period);
  return threshold !== null && threshold.crosses_at <= now ? threshold : null;
}
function isCrossedBefore(a, b) {
  return a.crosses_at < b.crosses_at || a.crosses_at === b.crosses_at && String(a.key) < String(b.key);
}

// src/domain/acme-directories.ts
var ACME_DIRECTORIES = {
  letsencrypt: "https://acme-v02.api.letsencrypt.org/directory",
  "letsencrypt-staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
  google: "https://dv.acme-v02.api.pki.goog/directory",
  "google-staging": "https://dv.acme-v02.test-api.pki.goog/directory",
  zerossl: "https://acme.zerossl.com/v2/DV90"
};
var DIRECTORIES_BY_ISSUER = {
  "Let's Encrypt": ACME_DIRECTORIES.letsencrypt,
  "Google Trust Services": ACME_DIRECTORIES.google,
  "Google Trust Services LLC": ACME_DIRECTORIES.google
};
function findDirectory(name) {
  return getOwn(ACME_DIRECTORIES, name) ?? null;
}
function findDirectoryByIssuer(issuer) {
  const organization = issuer?.match(/(?:^|(?<!\\)[,+])O=((?:[^\\,+]|\\.)*)/)?.[1];
  return organization === void 0 ? null : getOwn(DIRECTORIES_BY_ISSUER, organization) ?? null;
}
function checkDirectory(text) {
  if (findDirectory(text) !== null) return null;
  if (/^[a-z0-9_-]+$/i.test(text)) return "unknown-name";
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol) || url.hash !== "") return "malformed";
  if (url.username !== "" || url.password !== "") return "credentials";
  if (url.protocol === "https:") return null;
  return isLoopback(url) ? null : "insecure";
}
function isLoopback({ hostname }) {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

// src/generated/field-sources.ts
var FIELD_SOURCES = {
  acme: ["endpoint", "srv", "file", "url", "env", "pem"],
  addresses: ["endpoint", "srv"],
  aia: ["endpoint", "srv", "file"],
  allow_empty: ["rest", "csv", "github_pages", "vault_pki", "aws_acm", "aws_iam", "kubernetes", "azure_key_vault", "entra_app_credentials", "gcp_certificate_manager", "gcp_ssl_certificates"],
  allow_shrink: ["rest", "csv", "github_pages", "vault_pki", "aws_acm", "aws_iam", "kubernetes", "azure_key_vault", "entra_app_credentials", "gcp_certificate_manager", "gcp_ssl_certificates"],
  api_url: ["ct"],
  body: ["rest"],
  both_algorithms: ["endpoint", "srv"],
  ca_file: ["endpoint", "srv", "file", "url", "vault_pki", "rest", "kubernetes"],
  client_certificate: ["endpoint", "srv", "rest"],
  connect_to: ["endpoint"],
  connections: ["endpoint", "srv"],
  details: ["rest"],
  exclude: ["file"],
  expect: ["endpoint", "srv", "file", "url", "env", "pem", "ct"],
  expected: ["ct"],
  expired: ["kind"],
  expired_days: ["rest", "csv"],
  fallback_url: ["ct"],
  headers: ["url", "rest"],
  include_subdomains: ["ct"],
  items: ["rest"],
  kind: ["file"],
  limits: ["rest"],
  map: ["rest", "csv"],
  method: ["rest"],
  muted: ["rest", "csv"],
  next: ["rest"],
  password: ["file", "url", "env"],
  passwords: ["file", "url", "env"],
  preset: ["rest"],
  provider: ["ct"],
  proxy: ["endpoint", "srv", "url", "rest", "github_pages", "vault_pki", "aws_acm", "aws_iam", "kubernetes", "azure_key_vault", "entra_app_credentials", "gcp_certificate_manager", "gcp_ssl_certificates"],
  purpose: ["endpoint", "srv", "file", "url", "env", "pem", "rest", "csv", "github_pages", "vault_pki", "aws_acm", "aws_iam", "kubernetes", "azure_key_vault", "gcp_certificate_manager", "gcp_ssl_certificates"],
  rdap_url: ["domain"],
  revocation: ["endpoint", "srv", "file"],
  server_name: ["endpoint", "srv"],
  skip_empty: ["file"],
  ssl_verification: ["url", "rest", "vault_pki", "kubernetes"],
  starttls: ["endpoint", "srv"],
  superseded: ["rest", "csv"],
  token: ["github_pages", "ct"],
  trust: ["endpoint", "srv", "file"],
  what: ["expires"],
  where: ["rest", "csv"]
};

// src/domain/sources/fields.ts
function hasField(kind, field) {
  return getOwn(FIELD_SOURCES, field)?.some((source) => source === kind) ?? true;
}
var ALTERNATIVES = {
  trust: "ca_file",
  ca_file: "trust",
  password: "passwords",
  passwords: "password"
};
function appliesToEntry(field, hasKey) {
  const key = field;
  const sources = getOwn(FIELD_SOURCES, key);
  if (sources !== void 0 && !sources.some(hasKey)) return false;
  const alternative = getOwn(ALTERNATIVES, key);
  return alternative === void 0 || !hasKey(alternative);
}

export {
  HOUR,
  DAY,
  countDaysSince,
  computeValidityPeriod,
  parseThreshold,
  toThresholdKey,
  computeLeadTime,
  computeCrossing,
  resolveThreshold,
  resolveCrossed,
  isCrossedBefore,
  hasField,
  appliesToEntry,
  ACME_DIRECTORIES,
  findDirectory,
  findDirectoryByIssuer,
  checkDirectory,
  isLoopback
};
