const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  VERSION,
  formatDay,
  formatIsoTime,
  isUnbracedReference,
  parseDateOrTime,
  parseIsoTime,
  truncateTo
} from "./package.js";
import {
  NETWORK_LOGIN_STATUS,
  ProxyError,
  blameForwarder,
  createProxyFailure,
  describeNetworkLogin,
  describeTlsProblem,
  fetchBytes,
  findRepeated,
  getErrorCode,
  getOrCreate,
  getOwn,
  toArray
} from "./failures.js";
import {
  isHostName,
  parseRetryAfter,
  splitCredentials,
  toAsciiHost
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

// src/lib/memoize.ts
function lazy(compute) {
  let computed;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}
function memoizeWeakly(compute) {
  const computed = /* @__PURE__ */ new WeakMap();
  return (key) => {
    const found = computed.get(key) ?? { value: compute(key) };
    computed.set(key, found);
    return found.value;
  };
}
function memoize(compute) {
  const computed = /* @__PURE__ */ new Map();
  return (key) => getOrCreate(computed, key, () => compute(key));
}

// src/lib/http/statuses.ts
var TEMPORARY_CLIENT_ERRORS = /* @__PURE__ */ new Set([408, 425, 429]);
var OVERLOAD_STATUSES = /* @__PURE__ */ new Set([429, 503]);
var PERMANENT_SERVER_ERRORS = /* @__PURE__ */ new Set([501, 505]);
function isServiceError(status) {
  return status >= 500 || TEMPORARY_CLIENT_ERRORS.has(status);
}
function isTemporaryError(status) {
  return isServiceError(status) && !PERMANENT_SERVER_ERRORS.has(status);
}
var REDIRECT_STATUSES = /* @__PURE__ */ new Set([301, 302, 303, 307, 308]);

// src/lib/deadline.ts
var NotInTimeError = class extends Error {
  constructor() {
    super("the deadline has passed");
  }
};
var NO_DEADLINE = {
  remaining: () => Number.POSITIVE_INFINITY,
  signal: new AbortController().signal,
  limit: (work) => work()
};
async function runWithDeadline(milliseconds, work) {
  if (milliseconds === Number.POSITIVE_INFINITY) return work(NO_DEADLINE);
  const { deadline, stop } = startDeadline(milliseconds);
  try {
    return await work(deadline);
  } finally {
    stop();
  }
}
function hasPassed({ remaining }) {
  return remaining() === 0;
}
var MARGIN_MS = 100;
function limitTimeout({ remaining }, milliseconds) {
  return Math.min(milliseconds, remaining() + MARGIN_MS);
}
function limitSeconds(deadline, seconds) {
  return limitTimeout(deadline, seconds * 1e3) / 1e3;
}
async function limitOr(deadline, work, createLate, grace_ms) {
  try {
    return await deadline.limit(work, grace_ms);
  } catch (error) {
    if (error instanceof NotInTimeError) return createLate();
    throw error;
  }
}
function startDeadline(milliseconds) {
  const controller = new AbortController();
  const { signal } = controller;
  const ends = performance.now() + milliseconds;
  const waiting = /* @__PURE__ */ new Set();
  const timer = setTimeout(() => {
    for (const end of waiting) end();
    controller.abort(new NotInTimeError());
  }, milliseconds);
  const remaining = () => signal.aborted ? 0 : Math.max(0, ends - performance.now());
  const limit = async (work, grace_ms = 0) => {
    if (remaining() === 0) throw new NotInTimeError();
    let end = () => {
    };
    let grace;
    const ended = new Promise((_, reject) => {
      const fail = () => reject(new NotInTimeError());
      end = () => {
        if (grace_ms === 0) fail();
        else grace = setTimeout(fail, grace_ms);
      };
    });
    waiting.add(end);
    try {
      return await Promise.race([work(), ended]);
    } finally {
      waiting.delete(end);
      clearTimeout(grace);
    }
  };
  return { deadline: { remaining, signal, limit }, stop: () => clearTimeout(timer) };
}

// src/scan/http/fetch-redirects.ts
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";

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
  ca_file: ["endpoint", "srv", "file", "url", "vault_pki", "rest", "kubernetes", "domain"],
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

// src/scan/http/failures.ts
var CA_VARIABLE = "the variable NODE_EXTRA_CA_CERTS";
function describeServiceError(status) {
  return Number(status) >= 500 ? "a server error" : "a temporary error";
}
var MESSAGES = {
  "url-invalid": (url) => `${url}, after replacing its variables, is not a valid http or https URL. Check the variables for spaces, quotes and line breaks.`,
  "header-refused": (_, name) => `The header ${name} is managed by the HTTP client and cannot be set. Remove it.`,
  "ca-file-unreadable": (_, path) => `Cannot read the ca_file ${path}. Check the path, which is relative to the manifest's directory.`,
  "url-denied": (url, address) => `${url} has ${address === "" ? "an address" : `the address ${address}`} that this scan must not connect to. To allow it, add it to \`network.allow\` (\`--allow\` of inspect).`,
  "url-not-found": (url, status) => `The server has no file at ${url} (${status}). Check the path. Some servers also return this if credentials are missing.`,
  "url-forbidden": (url, status) => `The server denies access to ${url} (${status}). Check the credentials. Send them with \`headers\` and a variable, such as \`Authorization: "Bearer \${TOKEN}"\`.`,
  "url-unexpected-status": (url, status) => `The server returned ${status} for ${url}, but 200 with a file is required. Check the URL.`,
  "url-server-error": (url, status) => {
    if (status === String(NETWORK_LOGIN_STATUS))
      return describeNetworkLogin("A captive portal", `the server of ${url}`);
    return status === "429" ? `The server of ${url} is rate limiting requests (429). Scan less often, or read fewer URLs of this server.` : `The server returned ${status} for ${url}, ${describeServiceError(status)}. Check the service and any proxy in front of it.`;
  },
  "url-redirect-refused": (url, reason) => `${url} redirects ${reason}, which is not followed. Use the URL of the file itself.`,
  "url-too-many-redirects": (url, limit) => `${url} redirects more than ${limit} times. Use the URL of the file itself.`,
  "url-web-page": (url) => `${url} returns a web page instead of a certificate, such as a login or an error page. Check the URL and the credentials.`,
  "url-too-large": (url, limit) => `${url} returns more than ${limit} MiB, which is too large for a certificate file. Check the URL.`,
  "url-content-encoding": (url) => `The response of ${url} has an unknown Content-Encoding, or cannot be decompressed. Configure the server to send it uncompressed.`,
  "url-timeout": (url, seconds) => `${url} did not send its complete response within ${seconds} s. Check that the service is running and that no firewall drops the connection, or increase \`scan_timeout_seconds\`.`,
  "url-refused": (url) => `The server of ${url} refuses connections. Check the host and port, that the service is running, and the firewall.`,
  "url-closed": (url) => `The connection was closed before the complete response of ${url} arrived. Check the service and any proxy in front of it.`,
  "url-unreachable": (url) => `The server of ${url} is unreachable from this machine. Check routes, VPN and firewall.`,
  "url-name-not-found": (url) => `The host of ${url} has no address. Check its spelling and its DNS records.`,
  "url-dns-failed": (url) => `The DNS servers of this machine did not answer for the host of ${url}, or failed. Check them.`,
  "url-tls-failed": (url, problem, has) => `${url}: ${describeTlsProblem(problem, has("ca_file") ? "`ca_file`" : CA_VARIABLE)}`,
  "url-failed": (url, _, has) => `The request for ${url} failed. Check that the port speaks HTTP${has("headers") ? ", and the values of `headers`" : ""}.`
};
function createUrlFailure(code, url, facts = {}) {
  const { detail = "", suffix = "", has = (field) => hasField("url", field) } = facts;
  return { code, detail: `${MESSAGES[code](url, detail, has)}${suffix}` };
}
var CODES_BY_HTTP_FAULT = {
  "http-timeout": "url-timeout",
  "http-connection-refused": "url-refused",
  "http-connection-reset": "url-closed",
  "http-unreachable": "url-unreachable",
  "http-name-not-found": "url-name-not-found",
  "http-dns-failed": "url-dns-failed",
  "http-tls-failed": "url-tls-failed",
  "http-denied": "url-denied",
  "http-failed": "url-failed"
};
var RETRYABLE_CODES = /* @__PURE__ */ new Set([
  "proxy-unreachable",
  "proxy-closed",
  "proxy-server-unreachable",
  "url-refused",
  "url-closed",
  "url-unreachable",
  "url-server-error"
]);
function classifyStatus(status) {
  if (status === 404 || status === 410) return "url-not-found";
  if (status === 401 || status === 403 || status === 407) return "url-forbidden";
  return isTemporaryError(status) ? "url-server-error" : "url-unexpected-status";
}

// src/scan/http/fetch-redirects.ts
var MAX_REDIRECTS = 5;
var MEBIBYTE = 1024 * 1024;
var UrlFetchError = class extends Error {
  code;
  detail;
  /** The failure of the proxy, if that is the cause. */
  proxy;
  /** The milliseconds after which the server accepts another request; null if unknown. */
  retry_after;
  /** The proxy that may have caused the failure, and the status if the failure is about that. */
  forwarded;
  constructor(code, detail = "", { retry_after = null, ...forwarded } = {}) {
    const proxy = code instanceof ProxyError ? code : null;
    super(proxy?.code ?? String(code));
    this.proxy = proxy;
    this.code = code instanceof ProxyError ? code.code : code;
    this.detail = detail;
    this.retry_after = retry_after;
    this.forwarded = forwarded;
  }
};
function createFetchFailure({ code, proxy, forwarded }, location, facts = {}) {
  if (proxy !== null) return createProxyFailure(proxy.code, proxy.facts, location);
  const failure = createUrlFailure(code, location, facts);
  return { ...failure, detail: blameForwarder(failure.detail, `The server of ${location}`, forwarded) };
}
async function fetchWithRedirects(first, hops, options) {
  const { timeout_seconds, now, network, max_mebibytes } = options;
  const deadline = now() + timeout_seconds * 1e3;
  for (let request = first; ; ) {
    const { url, body = null, verify, ca } = request;
    const headers = { accept: "*/*", "accept-encoding": "identity", "user-agent": USER_AGENT, ...request.headers };
    const timeout_ms = Math.max(1, deadline - now());
    const response = await fetchBytes(
      { url: url.href, headers, body },
      { timeout_ms, verify, ca, network, max_bytes: max_mebibytes * MEBIBYTE }
    );
    if (!response.responded) throw toFetchError(response, timeout_seconds);
    if (response.status === 200 || response.status === 304 && isConditional(request)) return response;
    const location = response.header("location");
    if (!REDIRECT_STATUSES.has(response.status) || location === null) {
      const retryAfter = OVERLOAD_STATUSES.has(response.status) ? response.header("retry-after") : null;
      throw new UrlFetchError(classifyStatus(response.status), String(response.status), {
        retry_after: parseRetryAfter(retryAfter, now()),
        forwarder: response.forwarder,
        status: response.status
      });
    }
    if (body !== null) throw new UrlFetchError("url-redirect-refused", "a POST request");
    request = createRedirectRequest(request, location);
    if (hops.length === MAX_REDIRECTS) throw new UrlFetchError("url-too-many-redirects", String(MAX_REDIRECTS));
    hops.push(request.url);
  }
}
function toFetchError({ code, denied, tls, proxy, forwarder }, timeout_seconds) {
  if (proxy !== void 0) return new UrlFetchError(proxy);
  const limit = code === "http-timeout" ? String(timeout_seconds) : tls ?? "";
  return new UrlFetchError(CODES_BY_HTTP_FAULT[code], denied?.join(", ") ?? limit, { forwarder });
}
function isConditional({ headers }) {
  return "if-none-match" in headers || "if-modified-since" in headers;
}
var USER_AGENT = `certvigil/${VERSION}`;
function createRedirectRequest(request, location) {
  const split = URL.canParse(location, request.url.href) ? splitCredentials(new URL(location, request.url.href).href) : null;
  if (split === null) throw new UrlFetchError("url-redirect-refused", "to a URL that is not http or https");
  const { url } = split;
  if (request.url.protocol === "https:" && url.protocol === "http:") {
    throw new UrlFetchError("url-redirect-refused", "from https to http");
  }
  if (request.is_protected === true && url.protocol === "http:" && !isLoopback(url)) {
    throw new UrlFetchError("url-redirect-refused", "to http");
  }
  return url.origin === request.url.origin ? { ...request, url } : { ...request, url, headers: {} };
}
var DECODERS = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress)
};
async function decodeBody({ body, header }, max_mebibytes) {
  if (body === "too-large") throw new UrlFetchError("url-too-large", String(max_mebibytes));
  const encoding = header("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "") return body;
  const decode = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : void 0;
  if (decode === void 0) throw new UrlFetchError("url-content-encoding");
  try {
    return await decode(body, { maxOutputLength: max_mebibytes * MEBIBYTE });
  } catch (error) {
    if (getErrorCode(error) === "ERR_BUFFER_TOO_LARGE") throw new UrlFetchError("url-too-large", String(max_mebibytes));
    throw new UrlFetchError("url-content-encoding");
  }
}

// src/scan/rdap/failures.ts
var MESSAGES2 = {
  "rdap-no-server": (domain) => `The registry of ${domain} has no RDAP server, as far as IANA knows. Set \`rdap_url\` if it has one. Otherwise write the date: \`expires: YYYY-MM-DD\` with \`what: domain registration\` instead of \`domain\`.`,
  "rdap-not-registrable": (domain) => `${domain} is a public suffix, under which others register domains. Use the name of a registered domain.`,
  "rdap-domain-unknown": (domain, server) => `The registry does not know ${domain}, says ${server} (404). Check the spelling. If it was yours, its registration has ended.`,
  "rdap-unreachable": (domain, _, why) => `The registration of ${domain} could not be read. ${why}`,
  "rdap-paused": (domain, server) => `The registration of ${domain} was not requested, because ${server} did not answer earlier requests of this scan, or limits them. The next scan asks for it first.`,
  "rdap-unexpected-format": (domain, server, why) => `The response of ${server} about ${domain} is not RDAP: ${why}. Check \`rdap_url\`, and any proxy in between.`,
  "rdap-without-expiration": (domain, server) => `${server} does not say when the registration of ${domain} expires. Write the date: \`expires: YYYY-MM-DD\` with \`what: domain registration\` instead of \`domain\`.`,
  "rdap-kept": (_, since, why) => `${why} Its response from ${since} is used.`
};
function createRdapFailure(code, domain, server = "", why = "") {
  return { code, detail: MESSAGES2[code](domain, server, why) };
}
function createKeptNotice({ detail }, since) {
  return createRdapFailure("rdap-kept", "", formatDay(since), detail);
}

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
function isMap(value) {
  return typeof value === "object" && !Array.isArray(value);
}
var DOMAIN = {
  kind: "domain",
  keys: [["domain", "a domain"]],
  locator: "domains",
  subject: "domain",
  hasLifetime: false,
  create: ({ domain, rdap_url, ca_file = null }) => {
    const { name, mta_sts = false, lock = false, dnssec = false } = isMap(domain) ? domain : { name: domain };
    const domains = [...new Set(toArray(name).map(normalizeDomain))];
    return { kind: "domain", domains, rdap_url: rdap_url ?? null, mta_sts, ca_file, lock, dnssec };
  },
  check: (fields) => {
    for (const text of [...fields.listTexts("domain"), ...fields.listTexts("domain", "name")]) {
      if (!isDomain(normalizeDomain(text.value))) fields.report("bad-domain", text, text.value, null);
    }
    reportDuplicates(fields, "domain", normalizeDomain);
    reportDuplicates(fields, "domain", normalizeDomain, "name");
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

// src/scan/rdap/response.ts
var MAX_STATUSES = 30;
var MAX_REGISTRAR_LENGTH = 100;
function parseRegistration(body, domain, server, now) {
  const fail = (why) => createRdapFailure("rdap-unexpected-format", domain, server, why);
  const response = parseObject(body);
  if (response === null) return fail("it is not a JSON object");
  const { objectClassName, ldhName, status, events, entities } = response;
  if (objectClassName !== "domain") return fail("it is not about a domain");
  if (typeof ldhName === "string" && normalizeDomain(ldhName) !== domain) return fail("it is about another domain");
  const valid_to = findDate(events, "expiration");
  if (valid_to === null) return createRdapFailure("rdap-without-expiration", domain, server);
  const registrar_valid_to = findDate(events, "registrar expiration");
  const differs = registrar_valid_to !== null && formatDay(registrar_valid_to) !== formatDay(valid_to);
  return {
    domain,
    valid_to,
    registrar: findRegistrar(entities),
    registrar_valid_to: differs ? registrar_valid_to : null,
    statuses: listStatuses(status),
    since: formatIsoTime(now)
  };
}
function parseObject(body) {
  try {
    const value = JSON.parse(body.toString());
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function listObjects(value) {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
function findDate(events, action) {
  const times = listObjects(events).flatMap(({ eventAction, eventDate }) => {
    if (typeof eventAction !== "string" || eventAction.toLowerCase() !== action) return [];
    return parseTime(eventDate) ?? [];
  });
  return times.length === 0 ? null : formatIsoTime(Math.min(...times));
}
function parseTime(value) {
  if (typeof value !== "string" || value.length > 40) return null;
  return parseDateOrTime(value.toUpperCase().replace(/\.(\d{3})\d+/, ".$1"));
}
function listStatuses(status) {
  const texts = (Array.isArray(status) ? status : []).filter((one) => typeof one === "string");
  const names = texts.map((text) => text.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase());
  return [...new Set(names)].filter((name) => /^[a-z][a-z -]{0,59}$/.test(name)).slice(0, MAX_STATUSES);
}
function findRegistrar(entities) {
  const registrar = listObjects(entities).find(({ roles }) => Array.isArray(roles) && roles.includes("registrar"));
  const card = registrar?.vcardArray;
  const properties = Array.isArray(card) && Array.isArray(card[1]) ? card[1] : [];
  const name = properties.find((one) => Array.isArray(one) && one[0] === "fn")?.[3];
  if (typeof name !== "string") return null;
  const line = name.replace(UNPRINTABLE, " ").trim();
  return line === "" ? null : truncateTo(line, MAX_REGISTRAR_LENGTH);
}
var UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\s]+/gu;

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
  lazy,
  memoizeWeakly,
  memoize,
  OVERLOAD_STATUSES,
  isServiceError,
  isTemporaryError,
  REDIRECT_STATUSES,
  reportDuplicates,
  isAuthorityTemplated,
  findUrlProblem,
  normalizeDomain,
  formatDomainLocation,
  DOMAIN,
  NotInTimeError,
  NO_DEADLINE,
  runWithDeadline,
  hasPassed,
  limitTimeout,
  limitSeconds,
  limitOr,
  hasField,
  appliesToEntry,
  describeServiceError,
  createUrlFailure,
  CODES_BY_HTTP_FAULT,
  RETRYABLE_CODES,
  ACME_DIRECTORIES,
  findDirectory,
  findDirectoryByIssuer,
  checkDirectory,
  isLoopback,
  UrlFetchError,
  createFetchFailure,
  fetchWithRedirects,
  decodeBody,
  createRdapFailure,
  createKeptNotice,
  MAX_STATUSES,
  parseRegistration
};
