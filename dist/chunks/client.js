const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  RDAP_SERVERS,
  findRegistrableDomain
} from "./tldts-icann.js";
import {
  DAY,
  HOUR,
  NO_DEADLINE,
  OVERLOAD_STATUSES,
  UrlFetchError,
  createFetchFailure,
  createRdapFailure,
  decodeBody,
  fetchWithRedirects,
  hasPassed,
  lazy,
  limitSeconds,
  parseRegistration
} from "./fetch-redirects.js";
import {
  getRealClock
} from "./package.js";
import {
  getOrCreate
} from "./failures.js";
import "./host-port.js";
import "./runtime.js";

// src/scan/rdap/servers.ts
var BOOTSTRAP_URL = "https://data.iana.org/rdap/dns.json";
function listBundledServers() {
  return new Map(
    RDAP_SERVERS.flatMap(([url, domains]) => domains.split(" ").map((domain) => [domain, [url]]))
  );
}
function findServers(domain, servers) {
  for (let suffix = domain; suffix !== ""; suffix = suffix.replace(/^[^.]*\.?/, "")) {
    const found = servers.get(suffix);
    if (found !== void 0) return found;
  }
  return [];
}
var KEPT_MS = 90 * DAY;
async function readServers({ fetch, cache, url = BOOTSTRAP_URL }) {
  const cached = await cache?.get(url) ?? null;
  const known = cached && parseBootstrap(cached.body);
  if (cached !== null && known !== null && cached.age_ms < DAY) return known;
  const response = await fetch(url, known === null ? {} : createConditions(cached));
  const body = response === null ? null : response.body ?? cached?.body ?? null;
  const servers = body && parseBootstrap(body);
  if (response === null || body === null || servers === null) return known ?? listBundledServers();
  const validators = response.body === null && cached !== null ? cached : readValidators(response);
  const { etag, modified } = validators;
  await cache?.put(url, { body, etag, modified, kept_ms: KEPT_MS });
  return servers;
}
function readValidators({ header }) {
  return { etag: header("etag"), modified: header("last-modified") };
}
function createConditions(validators) {
  const { etag = null, modified = null } = validators ?? {};
  return { ...etag && { "if-none-match": etag }, ...modified && { "if-modified-since": modified } };
}
var MAX_SERVERS = 3;
function parseBootstrap(body) {
  const servers = /* @__PURE__ */ new Map();
  for (const service of readServices(body)) {
    const [domains, urls] = Array.isArray(service) ? service.map(listTexts) : [];
    const valid = urls?.filter((one) => /^https?:\/\/\S+$/.test(one) && URL.canParse(one)) ?? [];
    const isSecure = (url) => Number(url.startsWith("https:"));
    const sorted = valid.toSorted((a, b) => isSecure(b) - isSecure(a)).slice(0, MAX_SERVERS);
    if (sorted.length > 0) for (const domain of domains ?? []) servers.set(domain.toLowerCase(), sorted);
  }
  return servers.size === 0 ? null : servers;
}
function readServices(body) {
  try {
    const { services } = JSON.parse(body.toString()) ?? {};
    return Array.isArray(services) ? services : [];
  } catch {
    return [];
  }
}
function listTexts(value) {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

// src/scan/rdap/client.ts
var MAX_MEBIBYTES = 1;
var MAX_BOOTSTRAP_MEBIBYTES = 4;
var MAX_SERVER_MS = HOUR / 20;
var MAX_WAIT_MS = 1e4;
var RETRY_DELAY_MS = 1e3;
var MAX_FAILURES = 10;
var ANSWERED_WEIGHT = 1;
var UNANSWERED_WEIGHT = 5;
function createRdapClient(options) {
  const { cache, bootstrap } = options;
  const getServers = lazy(
    async () => bootstrap === null ? listBundledServers() : readServers({ fetch: createFileFetcher(options), cache, url: bootstrap })
  );
  const queues = /* @__PURE__ */ new Map();
  const results = /* @__PURE__ */ new Map();
  const askServer = (base, domain, since) => {
    const server = new URL(base).host;
    const queue = getOrCreate(queues, server, () => createQueue(server, options));
    return queue.ask(domain, new URL(`domain/${domain}`, base.endsWith("/") ? base : `${base}/`), since);
  };
  const ask = async (domain, rdapUrl, since) => {
    const bases = rdapUrl === null ? findServers(domain, await getServers()) : [rdapUrl];
    let result = null;
    for (const base of bases) {
      const answer = await askServer(base, domain, since);
      if ("registration" in answer || !answer.isTemporary) return answer;
      result ??= answer;
    }
    return result ?? { failure: createRdapFailure("rdap-no-server", domain), isTemporary: false };
  };
  return {
    lookUp: (name, rdapUrl, since) => {
      const domain = findRegistrableDomain(name);
      if (domain === null)
        return Promise.resolve({ failure: createRdapFailure("rdap-not-registrable", name), isTemporary: false });
      return getOrCreate(results, `${domain} ${rdapUrl ?? ""}`, () => ask(domain, rdapUrl, since));
    }
  };
}
function createFileFetcher(options) {
  return async (url, headers) => {
    try {
      return await fetchJson(new URL(url), headers, MAX_BOOTSTRAP_MEBIBYTES, options);
    } catch (error) {
      if (error instanceof UrlFetchError) return null;
      throw error;
    }
  };
}
async function fetchJson(url, headers, max_mebibytes, { io, access, timeout_seconds, deadline = NO_DEADLINE }) {
  const request2 = {
    url,
    headers: { accept: "application/rdap+json, application/json", ...headers },
    verify: true,
    ca: null
  };
  const seconds = limitSeconds(deadline, timeout_seconds);
  const limits = { network: access, timeout_seconds: seconds, now: getRealClock(io), max_mebibytes };
  const response = await fetchWithRedirects(request2, [], limits);
  const body = response.status === 304 ? null : await decodeBody(response, max_mebibytes);
  return { body, header: response.header };
}
function createQueue(server, options) {
  const { now } = options.io;
  const { deadline = NO_DEADLINE } = options;
  const waiting = [];
  const getDeadline = lazy(() => now() + MAX_SERVER_MS);
  let isRunning = false;
  let failures = 0;
  const answer = async ({ domain, url }) => {
    if (failures >= MAX_FAILURES || now() >= getDeadline() || hasPassed(deadline))
      return { failure: createRdapFailure("rdap-paused", domain, server), isTemporary: true };
    const { result, weight } = await request(domain, url, options);
    failures = weight === 0 ? 0 : failures + weight;
    return result;
  };
  const run = async () => {
    isRunning = true;
    await Promise.resolve();
    for (let next = take(waiting, failures); next !== void 0; next = take(waiting, failures))
      await answer(next).then(next.resolve, next.reject);
    isRunning = false;
  };
  return {
    ask: (domain, url, since) => new Promise((resolve, reject) => {
      waiting.push({ domain, url, since, resolve, reject });
      if (!isRunning) void run();
    })
  };
}
function take(waiting, failures) {
  const isBefore = (a, b) => failures > 0 ? a.since >= b.since : a.since < b.since;
  const next = waiting.reduce((best, one, index) => isBefore(one, waiting[best] ?? one) ? index : best, 0);
  return waiting.splice(next, 1)[0];
}
async function request(domain, url, options) {
  const first = await requestOnce(domain, url, options);
  if (first.wait === null || first.wait > MAX_WAIT_MS) return first;
  await options.io.sleep(first.wait);
  return requestOnce(domain, url, options);
}
async function requestOnce(domain, url, options) {
  const server = url.host;
  try {
    const { body } = await fetchJson(url, {}, MAX_MEBIBYTES, options);
    const parsed = parseRegistration(body ?? Buffer.alloc(0), domain, server, options.io.now());
    const result = "code" in parsed ? { failure: parsed, isTemporary: false } : { registration: parsed };
    return { result, weight: 0, wait: null };
  } catch (error) {
    if (!(error instanceof UrlFetchError)) throw error;
    return describeError(error, domain, url);
  }
}
var ANSWERED_CODES = /* @__PURE__ */ new Set(["url-server-error", "url-unexpected-status"]);
function describeError(error, domain, url) {
  const { code, detail, retry_after } = error;
  if (code === "url-not-found") {
    const failure2 = createRdapFailure("rdap-domain-unknown", domain, url.host);
    return { result: { failure: failure2, isTemporary: false }, weight: 0, wait: null };
  }
  const why = createFetchFailure(error, url.href, { detail, has: () => false }).detail;
  const failure = createRdapFailure("rdap-unreachable", domain, url.host, why);
  const isAnswered = ANSWERED_CODES.has(code) && !OVERLOAD_STATUSES.has(Number(detail));
  const isOver = retry_after !== null && retry_after > MAX_WAIT_MS;
  const isRetried = code === "url-server-error" || code === "url-closed";
  return {
    result: { failure, isTemporary: true },
    weight: isOver ? MAX_FAILURES : isAnswered ? ANSWERED_WEIGHT : UNANSWERED_WEIGHT,
    wait: isRetried ? retry_after ?? RETRY_DELAY_MS : null
  };
}
export {
  createRdapClient,
  findRegistrableDomain,
  findServers,
  listBundledServers
};
