const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };

// src/lib/http/headers.ts
var CONNECTION_HEADERS = /^(connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;
var MAX_RETRY_AFTER_MS = 1e12;
function parseRetryAfter(header, now) {
  if (header === null) return null;
  if (/^\d+(\.\d+)?$/.test(header)) return Math.min(Math.ceil(Number(header) * 1e3), MAX_RETRY_AFTER_MS);
  const date = /\d\d:\d\d/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
function encodeHeaders(headers) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString("latin1")])
  );
}
function splitCredentials(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const { username, password } = url;
  if (username === "" && password === "") return { url, authorization: null };
  url.username = "";
  url.password = "";
  const authorization = encodeBasic({ user: decodePercent(username), password: decodePercent(password) });
  return { url, authorization };
}
function encodeBasic({ user, password }) {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}
function decodePercent(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// src/lib/host-port.ts
import { isIP, isIPv6 } from "node:net";
import { domainToASCII } from "node:url";
var fail = (problem, better = null) => ({ problem, better });
var SIMPLE = /^([A-Za-z0-9_.-]+)(?::(\d{1,5}))?$/;
function parseHostPort(text) {
  const [, name, number] = SIMPLE.exec(text) ?? [];
  if (name !== void 0 && (number === void 0 || isPort(number)) && isHostName(name))
    return { host: name, port: number === void 0 ? null : Number(number) };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return fail("url", suggestFromUrl(text));
  if (text.includes("${")) return fail("variable");
  if (/\s/.test(text)) return fail("space");
  if (text.includes(",")) return fail("comma");
  if (text.includes("/")) return fail("path", suggestBeforePath(text));
  if (text.includes("@")) return fail("user");
  const { host: rawHost, port } = splitHostPort(text);
  if (port !== void 0 && !isPort(port)) return fail("port");
  const host = toAsciiHost(rawHost);
  return findHostProblem(host) ?? { host: host.replace(/^\[|\]$/g, ""), port: port === void 0 ? null : Number(port) };
}
function toAsciiHost(host) {
  return /[\u0080-\uffff]/.test(host) ? domainToASCII(host) : host;
}
function splitHostPort(text) {
  const [, address, afterBracket] = /^\[([^\]]*)\](?::(.*))?$/.exec(text) ?? [];
  if (address !== void 0) return { host: `[${address}]`, port: afterBracket };
  if (/:.*:/.test(text) && isIPv6(text)) return { host: `[${text}]`, port: void 0 };
  const colon = text.lastIndexOf(":");
  return colon === -1 ? { host: text, port: void 0 } : { host: text.slice(0, colon), port: text.slice(colon + 1) };
}
function isPort(port) {
  return /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535;
}
function findHostProblem(host) {
  if (host.startsWith("[")) return isIPv6(host.slice(1, -1)) ? null : fail("brackets");
  if (host.includes(":")) return fail("colons");
  if (host.includes("*")) return fail("wildcard");
  return isHostName(host) ? null : fail("host");
}
function isHostName(host) {
  if (host.length <= 253 && LABELS.test(host) && !ENDS_WITH_NUMBER.test(host)) return true;
  return isIP(host) !== 0;
}
var LABELS = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?$/;
var ENDS_WITH_NUMBER = /(?:^|\.)\d+\.?$/;
function isServiceName(name) {
  const [, domain] = /^_[a-z0-9][a-z0-9-]*\._(?:tcp|tls)\.(.+)$/i.exec(name) ?? [];
  return domain !== void 0 && isIP(domain) === 0 && isHostName(toAsciiHost(domain));
}
function normalizeServiceName(name) {
  return toAsciiHost(name).toLowerCase().replace(/\.$/, "");
}
function suggestBeforePath(text) {
  const before = text.slice(0, text.indexOf("/"));
  return before !== "" && "host" in parseHostPort(before) ? before : null;
}
function formatAuthority(host, port) {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
function removePort(text) {
  const parsed = /:\d+$/.test(text) && isIP(text) === 0 ? parseHostPort(text) : null;
  return parsed !== null && "host" in parsed && parsed.port !== null ? parsed.host : null;
}
var KNOWN_PORTS = /:(?:443|465|563|587|636|853|989|990|992|993|994|995|3306|4433|5061|5432|5671|6443|6697|8443|8883|9443)$/;
function addBrackets(text) {
  const [port = ""] = KNOWN_PORTS.exec(text) ?? [];
  const address = text.slice(0, text.length - port.length);
  return port !== "" && isIPv6(text) && isIPv6(address) ? `[${address}]${port}` : null;
}
function suggestFromUrl(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.hostname === "") return null;
  return url.port === "" ? url.hostname : `${url.hostname}:${url.port}`;
}
function parseIpv6(address) {
  const [head = "", tail] = new URL(`http://[${address.replace(/%.*/, "")}]`).hostname.slice(1, -1).split("::");
  const words = (text) => text === "" ? [] : text.split(":");
  const [before, after] = [words(head), words(tail ?? "")];
  const gap = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return Buffer.from([...before, ...gap, ...after].map((word) => word.padStart(4, "0")).join(""), "hex");
}
function formatOctets(octets) {
  if (octets.length === 4) return octets.join(".");
  return octets.length === 16 ? formatIpv6(Buffer.from(octets)) : null;
}
function formatIpv6(bytes) {
  const words = bytes.toString("hex").match(/.{4}/g) ?? [];
  return new URL(`http://[${words.join(":")}]`).hostname.slice(1, -1);
}

// src/lib/trace/trace.ts
import { channel } from "node:diagnostics_channel";
var events = channel("certvigil:trace");
function isTracing() {
  return events.hasSubscribers;
}
function publishTrace(event) {
  events.publish(event);
}
function subscribeTrace(listener) {
  const onMessage = (event) => listener(event);
  events.subscribe(onMessage);
  return () => void events.unsubscribe(onMessage);
}
function trace(kind, describe, started = null) {
  if (!events.hasSubscribers) return;
  const ms = started === null ? null : performance.now() - started;
  const [subject, result] = describe();
  const outcome = typeof result === "string" ? { result, addresses: [] } : result;
  events.publish({ kind, subject, ms, ...outcome });
}
function traceWork(kind, traced, work) {
  return events.hasSubscribers ? observeWork(kind, traced, work) : work();
}
async function observeWork(kind, { subject, describe, describeError = describeTracedError }, work) {
  const started = performance.now();
  try {
    const result = await work();
    trace(kind, () => [subject(), describe(result)], started);
    return result;
  } catch (error) {
    trace(kind, () => [subject(), describeError(error)], started);
    throw error;
  }
}
function describeTracedError(error) {
  const errors = error instanceof AggregateError ? error.errors : [error];
  const addresses = errors.flatMap((one) => readText(one, "address") ?? []);
  const results = errors.map((one) => {
    const code = readText(one, "code") ?? readText(one?.failure, "code") ?? "failed";
    const address = errors.length > 1 ? readText(one, "address") : null;
    return address === null ? code : `${address} ${code}`;
  });
  return { result: results.join(", "), addresses };
}
function readText(error, key) {
  const value = error?.[key];
  return typeof value === "string" ? value : null;
}

export {
  CONNECTION_HEADERS,
  parseRetryAfter,
  encodeHeaders,
  splitCredentials,
  encodeBasic,
  decodePercent,
  isTracing,
  publishTrace,
  subscribeTrace,
  trace,
  traceWork,
  describeTracedError,
  parseHostPort,
  toAsciiHost,
  isHostName,
  isServiceName,
  normalizeServiceName,
  formatAuthority,
  removePort,
  addBrackets,
  parseIpv6,
  formatOctets
};
