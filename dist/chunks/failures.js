const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  describeTracedError,
  encodeBasic,
  formatAuthority,
  parseIpv6,
  traceWork
} from "./host-port.js";

// src/lib/collections.ts
function getOwn(record, key) {
  return record !== void 0 && Object.hasOwn(record, key) ? record[key] : void 0;
}
function setOwn(record, key, value) {
  if (key === "__proto__")
    Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
  else record[key] = value;
}
function addEntries(record, entries) {
  return entries.length === 0 ? record : { ...record, ...Object.fromEntries(entries) };
}
function findLargest(values, floor = Number.NEGATIVE_INFINITY) {
  let largest = floor;
  for (const value of values) if (value > largest) largest = value;
  return largest;
}
function compareText(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
function groupBy(values, getKey) {
  const groups = /* @__PURE__ */ new Map();
  for (const value of values) {
    const key = getKey(value);
    const group = groups.get(key);
    if (group === void 0) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
function findRepeated(values, getKey) {
  return [...groupBy(values, getKey).values()].flatMap(
    ([first, ...repeated]) => first === void 0 ? [] : repeated.map((value) => [value, first])
  );
}
var MAX_SEARCHED = 8;
function indexGroups(groups, getKey) {
  const indexes = /* @__PURE__ */ new Map();
  return (name, key) => {
    const group = groups.get(name) ?? [];
    if (group.length <= MAX_SEARCHED) return group.find((value) => getKey(value) === key);
    return getOrCreate(indexes, name, () => new Map(group.map((value) => [getKey(value), value]))).get(key);
  };
}
function isEqualRecord(a, b) {
  const left = Object.entries(a);
  const right = b;
  return left.length === Object.keys(b).length && left.every(([key, value]) => getOwn(right, key) === value);
}
function toArray(value) {
  return value === void 0 ? [] : [value].flat();
}
function toPlainObject(map) {
  return Object.fromEntries(Object.entries(map ?? {}));
}
function getOrCreate(values, key, create, maxSize = Number.POSITIVE_INFINITY) {
  const known = values.get(key);
  if (known !== void 0) return known;
  const created = create();
  if (values.size >= maxSize) values.clear();
  values.set(key, created);
  return created;
}
function sortByRank(items, rank) {
  return items.toSorted((a, b) => rank(b) - rank(a) || 0);
}

// src/lib/network/proxy-error.ts
var NETWORK_LOGIN_STATUS = 511;
var MESSAGES = {
  "proxy-invalid": (_proxy, _target, where) => `invalid proxy URL${where}. Use a URL such as http://proxy.example:3128 or socks5://proxy.example:1080.`,
  "proxy-denied": (proxy, _target, address) => `the proxy ${proxy} has ${address === "" ? "an address" : `the address ${address}`}, which is denied by \`network\` in the manifest, or by default because cloud providers use it for instance metadata. To allow it, add it to \`network.allow\` (\`--allow\` of inspect).`,
  "proxy-unreachable": (proxy) => `the proxy ${proxy} is unreachable from this machine. Check its host and port, and that it is running.`,
  "proxy-timeout": (proxy, target) => `the proxy ${proxy} did not connect to ${target} in time. Check the load of the proxy, and that the server is up.`,
  "proxy-closed": (proxy, target) => `the proxy ${proxy} closed the connection instead of connecting to ${target}. Check that its kind (http, https or socks5) is the one in \`proxy\`.`,
  "proxy-unexpected-reply": (proxy) => `the server at ${proxy} does not reply like a proxy of the configured kind. Check its port and kind (http, https or socks5).`,
  "proxy-authentication-failed": (proxy) => `the proxy ${proxy} requires authentication, or rejects the user and password of its URL. Add user:password@ before the host in \`proxy\`, or in HTTPS_PROXY and HTTP_PROXY, with special characters percent-encoded.`,
  "proxy-refused": (proxy, target, reason) => reason === LOGIN_REQUIRED ? describeNetworkLogin(`the proxy ${proxy} or a captive portal`, target) : `the proxy ${proxy} refuses requests to ${target} (${reason}). Add its host and port to the allow list of the proxy. To connect without the proxy, add the host to NO_PROXY.`,
  "proxy-server-unreachable": (proxy, target, reason) => `the proxy ${proxy} cannot reach ${target} (${reason}). Check that the server is up, and that the proxy can resolve its name and connect to it. To connect without the proxy, add the host to NO_PROXY.`,
  "proxy-tls-failed": (proxy, _target, problem) => `the TLS handshake with the proxy ${proxy} failed${problem === "" ? "" : `: ${problem}`}. For a proxy with a private CA, set \`ca_file\` of \`network.proxy\`; if it does not use TLS, write its URL with http://.`
};
var ProxyError = class extends Error {
  code;
  facts;
  constructor(code, { proxy, fact = "" }) {
    super(code);
    this.code = code;
    this.facts = { proxy, fact };
  }
};
var AUTHENTICATION_FAILED = "authentication";
var LOGIN_REQUIRED = `status ${NETWORK_LOGIN_STATUS}`;
var UNREACHABLE = /^(?:status 5\d\d|general failure|network unreachable|host unreachable|connection refused|time to live expired)$/;
function createProxyRefusal(proxy, reason) {
  if (reason === AUTHENTICATION_FAILED) return new ProxyError("proxy-authentication-failed", { proxy });
  const isUnreachable = UNREACHABLE.test(reason) && reason !== LOGIN_REQUIRED;
  return new ProxyError(isUnreachable ? "proxy-server-unreachable" : "proxy-refused", { proxy, fact: reason });
}
function blameForwarder(message, server, { forwarder, status }) {
  if (forwarder === null || forwarder === void 0) return message;
  const advice = "check that it works and allows the request. To connect without it, add the host to NO_PROXY.";
  return status === null || status === void 0 ? `${message} The request went through the proxy ${forwarder}, which may be the cause: ${advice}` : `${server} or the proxy ${forwarder} responded with status ${status}. If it was the proxy: ${advice} If it was the server: ${message}`;
}
function describeNetworkLogin(network, server) {
  return `${network} requires a login to the network (status ${NETWORK_LOGIN_STATUS}), and responded instead of ${server}. Log in to the network from this machine, or exempt this machine from the login.`;
}
function describeProxyFailure({ code, facts: { proxy, fact } }, target) {
  return MESSAGES[code](proxy, target, fact);
}

// src/lib/network-errors.ts
var PATTERNS = [
  [/^ECONNREFUSED$/, "connection-refused"],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/, "connection-reset"],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN)$/, "unreachable"],
  [/^(ENOTFOUND|ENODATA)$/, "name-not-found"],
  // The DNS servers did not say whether the name exists.
  [/^(ESERVFAIL|EREFUSED|ETIMEOUT|EAI_\w+)$/, "dns-failed"],
  [/^(TimeoutError|ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, "timeout"],
  [/^(ERR_TLS_|ERR_SSL_|ERR_OSSL|EPROTO$|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/, "tls-failed"]
];
function classifyNetworkError(code) {
  return PATTERNS.find(([pattern]) => pattern.test(code))?.[1];
}
var TLS_PROBLEMS = {
  expired: ["the certificate of the server has expired", () => "Renew it there."],
  "not-yet-valid": ["the certificate of the server is not valid yet", () => "Check it, and the clock of this machine."],
  revoked: ["the certificate of the server was revoked", () => "Replace it there."],
  "self-signed": [
    "the certificate of the server is self-signed",
    (ca) => `If that is intended, set ${ca} to its PEM file.`
  ],
  "unknown-ca": [
    "the certificate of the server was issued by a CA that is not trusted here",
    (ca) => `For a private CA, or a proxy that inspects TLS, set ${ca} to the PEM file of that CA.`
  ],
  inspected: [
    "the certificate of the server was issued by the CA of a proxy or firewall that inspects TLS, which is not trusted here",
    (ca) => `Set ${ca} to the PEM file of that CA, or exclude the server from the inspection.`
  ],
  "unknown-ca-behind-proxy": [
    "the certificate of the server, as it arrives through the proxy, was issued by a CA that is not trusted here",
    (ca) => `If the proxy inspects TLS, or the server has a private CA, set ${ca} to the PEM file of that CA.`
  ],
  "incomplete-chain": [
    "the server sends only its own certificate, and its issuer is not trusted here",
    (ca) => `Configure the server to send the intermediate certificate; for a private CA, set ${ca} to its PEM file.`
  ],
  "name-mismatch": ["the certificate of the server is for another host name", () => "Check the host."],
  "not-tls": ["the port does not use TLS", () => "Check the port."],
  version: ["the server supports only old versions of TLS", () => "Enable TLS 1.2 or newer there."]
};
var TLS_CODES = [
  [/^CERT_HAS_EXPIRED$/, "expired"],
  [/^CERT_NOT_YET_VALID$/, "not-yet-valid"],
  [/^CERT_REVOKED$/, "revoked"],
  [/^DEPTH_ZERO_SELF_SIGNED_CERT$/, "self-signed"],
  [/^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_UNTRUSTED)$/, "unknown-ca"],
  [/^UNABLE_TO_VERIFY_LEAF_SIGNATURE$/, "incomplete-chain"],
  [/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/, "name-mismatch"],
  [/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL)$/, "not-tls"],
  [/^ERR_SSL_(UNSUPPORTED_PROTOCOL|TLSV1_ALERT_PROTOCOL_VERSION)$/, "version"]
];
function findTlsProblem(code) {
  return TLS_CODES.find(([pattern]) => pattern.test(code))?.[1];
}
function describeTlsProblem(problem, ca) {
  const known = getOwn(TLS_PROBLEMS, problem);
  if (known !== void 0) return `TLS handshake failed: ${known[0]}. ${known[1](ca)}`;
  return `TLS handshake failed: the certificate is untrusted, expired or for another host name, or the port does not use TLS. Check the host and port; for a private CA, set ${ca} to its PEM file.`;
}

// src/lib/files/ca-bundle.ts
import { statSync } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";

// src/lib/files/read-limited.ts
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
var CHUNK_BYTES = 256 * 1024;
var READ_ONLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
var NOT_REGULAR = "it is not a regular file";
async function readLimited(absolute, maxBytes) {
  let file;
  try {
    file = await open(absolute, READ_ONLY);
    if (isSpecial(await file.stat())) return { failure: "unreadable", why: NOT_REGULAR };
    const collect = createCollector(maxBytes);
    for (; ; ) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, null);
      const result = collect(chunk.subarray(0, bytesRead));
      if (result !== null) return result;
    }
  } catch (error) {
    return createFailure(error);
  } finally {
    await file?.close();
  }
}
function readLimitedSync(absolute, maxBytes) {
  let file;
  try {
    file = openSync(absolute, READ_ONLY);
    if (isSpecial(fstatSync(file))) return { failure: "unreadable", why: NOT_REGULAR };
    const collect = createCollector(maxBytes);
    for (; ; ) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const result = collect(chunk.subarray(0, readSync(file, chunk)));
      if (result !== null) return result;
    }
  } catch (error) {
    return createFailure(error);
  } finally {
    if (file !== void 0) closeSync(file);
  }
}
function createCollector(maxBytes) {
  const chunks = [];
  let length = 0;
  return (chunk) => {
    if (chunk.length === 0) return { bytes: Buffer.concat(chunks) };
    chunks.push(chunk);
    length += chunk.length;
    return length > maxBytes ? { failure: "too-large" } : null;
  };
}
function isSpecial(stats) {
  return !stats.isFile() && !stats.isDirectory();
}
function createFailure(error) {
  const { code } = error;
  if (code === void 0) throw error;
  if (code === "ENOENT" || code === "ENOTDIR") return { failure: "not-found" };
  return { failure: "unreadable", why: describeReadError(code) };
}
function describeReadError(code) {
  return REASONS[code] ?? `system error ${code}`;
}
var REASONS = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a directory",
  ELOOP: "symlink loop",
  ENAMETOOLONG: "its name is too long",
  // Opening a socket fails.
  ENXIO: NOT_REGULAR,
  EOPNOTSUPP: NOT_REGULAR
};

// src/lib/files/ca-bundle.ts
var MAX_MEBIBYTES = 10;
var MAX_BYTES = MAX_MEBIBYTES * 1024 * 1024;
async function readCaFile(absolute, isOutside = () => false) {
  try {
    if (isOutside(absolute)) return { problem: "is a symbolic link to a file outside the workspace" };
    const stats = await stat(absolute);
    if (!stats.isFile()) return { problem: "is not a file" };
  } catch (error) {
    return { problem: hasErrorCode(error, "ENOENT", "ENOTDIR") ? "does not exist" : "cannot be read" };
  }
  const read = await readLimited(absolute, MAX_BYTES);
  if ("bytes" in read) return { pem: read.bytes.toString("latin1").replace(/^\u00ef\u00bb\u00bf/, "") };
  if (read.failure === "too-large") return { problem: `is larger than ${MAX_MEBIBYTES} MiB` };
  return { problem: read.failure === "not-found" ? "does not exist" : "cannot be read" };
}
function findCaFileProblem(path, root, { isOutside }) {
  const absolute = resolve(root, path);
  try {
    const stats = statSync(absolute, { throwIfNoEntry: false });
    if (stats === void 0) return "missing";
    if (!stats.isFile()) return "without-certificate";
    if (isOutside(absolute)) return null;
  } catch (error) {
    return hasErrorCode(error, "ENAMETOOLONG", "ENOTDIR") ? "missing" : null;
  }
  const read = readLimitedSync(absolute, MAX_BYTES);
  if ("failure" in read) return null;
  const isPem = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/.test(read.bytes.toString("latin1"));
  return isPem ? null : "without-certificate";
}
function hasErrorCode(error, ...codes) {
  return codes.includes(error.code ?? "");
}

// src/scan/failures.ts
var LINKS = {
  file: "If the file should be read, use its own path. In an entry with `file`, you can leave the link out with `exclude`.",
  client_certificate: "Use the path of a file in the workspace."
};
var MESSAGES2 = {
  "file-not-found": (path) => `The file ${path} does not exist. Restore it or fix the path. Paths in a manifest are relative to its directory (for a manifest in .github, to the directory above).`,
  "glob-no-match": (glob) => `No file matches ${glob}. Check the pattern and the directory. ** matches any number of directories; without it, a pattern only matches files in the directory that it names.`,
  "directory-unreadable": (path) => `Permission denied for the directory ${path}, so its files are unknown. Give the user that runs the scan read access, or leave the directory out with \`exclude\`.`,
  "file-unreadable": (path) => `Permission denied for ${path}. Give the user that runs the scan read access. Certificates are not secret.`,
  "file-is-directory": (path) => `${path} is a directory. Name its files with a glob, such as ${path}/**/*.pem.`,
  "file-not-regular": (path) => `${path} is a device, a pipe or a socket. Use the path of a certificate file.`,
  "file-too-large": (path, mebibytes, limit) => `${path} is too large: it has ${mebibytes} MiB, and the limit is ${limit} MiB. Check the path. In an entry with \`file\`, you can leave the file out with \`exclude\`.`,
  "link-outside-workspace": (path, use) => `${path} is a symbolic link to a file outside the workspace, or is below such a link, and was not followed. ${LINKS[use]}`,
  "link-broken": (path) => `${path} is a broken symbolic link instead of a directory, so the files in it are unknown. Fix the link, mount its target, or leave it out with \`exclude\`.`,
  "link-loop": (path) => `${path} is a symbolic link that points to itself, directly or through other links. Point it at a file.`,
  "file-name-not-utf8": (path) => `The name of ${path} is not UTF-8 (at \uFFFD), so the file cannot be opened. Rename it.`,
  "file-read-failed": (path, code) => `Reading ${path} failed (${code}). Check the disk or the mount that it is on.`,
  "not-read-in-time": (location) => `There was no time to read ${location}: the time for reading (\`settings.reading_minutes\`) was over. The next scan begins with what was not read. If this lasts, find out what is slow, split the manifest between several scans, or raise the limit.`,
  "internal-error": (location) => `certvigil failed internally at ${location}: this is a bug. Please report it with the stack trace on standard error. Other certificates are not affected.`,
  "variable-unset": (name, at) => `\${${name}}${at} is not set or is empty. Set it in the environment of the scan. In a workflow, set it under \`env\` of the step, from \`secrets\`.`,
  "env-not-base64": (name) => `The value of ${name} is neither PEM nor base64. Store the text of a PEM file, or the output of \`base64 -w0 FILE\`.`,
  "endpoint-name-not-found": (host) => `The name ${host} does not exist. Check its spelling and its DNS records.`,
  "endpoint-no-address": (host) => `The name ${host} exists but has no IPv4 or IPv6 address. Check its DNS records.`,
  "endpoint-cname-loop": (host) => `The name ${host} is part of a CNAME loop. Fix its DNS records.`,
  "endpoint-dns-timeout": (host, isAnswering) => `The DNS lookup of ${host} failed: the servers did not respond in time${adviseOnLookup(isAnswering)}`,
  "endpoint-dns-failed": (host, isAnswering) => `The DNS lookup of ${host} failed: the servers returned an error${adviseOnLookup(isAnswering)}`,
  "endpoint-addresses-missing": (host, family) => `The DNS lookup of the IPv${family} addresses of ${host} failed, so only its IPv${family === 4 ? 6 : 4} addresses were checked. Check the DNS servers of the zone.`,
  "endpoint-denied": (subject, address) => `${subject} has ${address === null ? "an address" : `the address ${address}`}, which is denied by \`network\` in the manifest, or by default because cloud providers use it for instance metadata. To allow it, add it to \`network.allow\` (\`--allow\` of inspect).`,
  "service-not-found": (service) => `The SRV record ${service} does not exist. Check its spelling (_service._tcp.domain) and its DNS records.`,
  "service-not-offered": (service) => `The SRV record ${service} says that the service is not available (its target is "."). Remove it from the manifest, or fix the record.`,
  "endpoint-refused": (location) => `${location} refuses connections. Check the host and port, that the service is running, and the firewall.`,
  "endpoint-unreachable": (location) => `${location} is unreachable from this machine: there is no route to it. Check routes, VPN and firewall.`,
  "endpoint-timeout": (location, seconds, phase, hint) => `${location} did not respond within ${seconds} s (${phase}). Check that the service is running and that no firewall drops the connection${hint}.`,
  "endpoint-closed": (location, hint) => `${location} closed the connection before it sent a certificate. Check that it uses TLS on this port, and that no proxy or allow-list rejects this machine${hint}.`,
  "endpoint-not-tls": (location) => `${location} responds, but not with TLS. Check the port. If the server uses STARTTLS, such as a mail server, set \`starttls\`.`,
  "tls-handshake-failed": (location) => `The TLS handshake with ${location} failed before the server sent a certificate. Check \`server_name\`, and the TLS versions and cipher suites that the server allows.`,
  "tls-version-obsolete": (version) => `The server supports no newer version than TLS ${version}, which current browsers and operating systems reject (RFC 8996). Enable TLS 1.2 and 1.3.`,
  "no-certificate-served": (location) => `The TLS handshake with ${location} succeeded, but the server sent no certificate. Check the host and port, and the certificate that the server is configured with.`,
  "chain-too-long": (location) => `${location} sends a certificate chain that exceeds the limit of TLS. Remove unnecessary certificates from the chain.`,
  "starttls-unexpected-reply": (location, title, starttls, step) => `${location} does not speak ${title}: its reply (step: ${step}) is not part of that protocol. Check the port and \`starttls: ${starttls}\`. If the port uses implicit TLS, remove \`starttls\`.`,
  "starttls-refused": (location, title, step) => `${location} speaks ${title} but refuses STARTTLS (step: ${step}). Check that the server has TLS enabled and accepts connections from this machine. If the port uses implicit TLS, remove \`starttls\`.`,
  "starttls-reply-too-long": (location, title, step) => `${location} sent more than 64 KiB in plain text instead of a ${title} reply (step: ${step}). Check the port and the server.`,
  "starttls-injection": (location) => `${location} sent more plain text after it accepted STARTTLS. Someone on the network path could have injected it, so the connection was closed. Update the server, and check the network path.`,
  "client-certificate-unreadable": (path) => `Cannot read ${path} of \`client_certificate\`. Check the path, which is relative to the manifest's directory, and its permissions.`,
  "client-certificate-unusable": (cert, key) => `Cannot use ${cert} with the key ${key}. Both must be PEM files that belong together, and the key must not be encrypted.`,
  "endpoint-failed": (location, code) => `The connection to ${location} failed (${code}). Check the network between this machine and the server.`
};
function adviseOnLookup(isAnswering) {
  return isAnswering ? ", although they answer for other names. Check the DNS servers of the zone." : ". Check the DNS servers of this machine (or of `network.dns_servers`), and those of the zone.";
}
var TABLE = MESSAGES2;
function createFailure2(code, ...args) {
  return { code, detail: TABLE[code](...args) };
}
function createProxyFailure(code, { proxy = "", fact = "" }, target) {
  const detail = describeProxyFailure({ code, facts: { proxy, fact } }, target);
  return { code, detail: detail.charAt(0).toUpperCase() + detail.slice(1) };
}
function createLateFailure(location) {
  return createFailure2("not-read-in-time", location);
}
function createInternalFailure(location) {
  return createFailure2("internal-error", location);
}
function isSystemError(error) {
  return getErrorCode(error) !== "UNKNOWN" || error instanceof Error && /^error:[0-9A-F]/i.test(error.message);
}
function getErrorCode(error) {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^[A-Z][A-Z0-9_/]{1,60}$/.test(code) ? code : "UNKNOWN";
}

// src/lib/network/guarded-access.ts
import { lookup as systemLookup } from "node:dns";
import { isIP, isIPv6 } from "node:net";
import { setTimeout as setTimeout2 } from "node:timers/promises";
import { promisify } from "node:util";

// src/lib/network/describe-socket.ts
import { TLSSocket } from "node:tls";
function describeSocket(socket) {
  const { remoteAddress: address, remotePort: port } = socket;
  const isNamed = address !== void 0 && port !== void 0;
  const peer = isNamed ? `connected to ${formatAuthority(address, port)}` : "connected";
  return { result: [peer, ...describeTls(socket)].join(", "), addresses: isNamed ? [address] : [] };
}
function describeAddresses(addresses) {
  return { result: addresses.join(", ") || "none", addresses };
}
function describeTls(socket) {
  if (!(socket instanceof TLSSocket)) return [];
  const version = socket.getProtocol()?.replace(/^TLSv/, "TLS ");
  return [version, socket.getCipher()?.standardName].filter((one) => one !== void 0);
}

// src/lib/network/guarded-access.ts
var DeniedAddressError = class extends Error {
  code = "EDENIED";
  addresses;
  constructor(addresses) {
    super("denied");
    this.addresses = addresses;
  }
};
var lookupAll = promisify(systemLookup);
async function lookupWithSystem(host) {
  const subject = () => `${host} by the system resolver`;
  return traceWork("dns", { subject, describe: describeAddresses }, async () => {
    const addresses = await lookupAll(host, { all: true, verbatim: true });
    return addresses.map(({ address }) => address);
  });
}
async function lookupPermitted(host, { lookup, isPermitted }) {
  const addresses = isIP(host) === 0 ? await lookup(host) : [host];
  const permitted = addresses.filter(isPermitted);
  if (permitted.length === 0) throw new DeniedAddressError(addresses);
  return permitted;
}
function checkAddress(host, { isPermitted }) {
  if (isIP(host) !== 0 && !isPermitted(host)) throw new DeniedAddressError([host]);
}
function createLookupFunction(access) {
  return (host, { all }, callback) => {
    const respond = (addresses) => {
      const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
      const [first = { address: "", family: 0 }] = found;
      if (all) callback(null, found);
      else callback(null, first.address, first.family);
    };
    lookupPermitted(host, access).then(respond, (error) => callback(error, []));
  };
}
var MAX_LOOKUP_MS = 2e3;
async function checkProxiedHost(host, access) {
  checkAddress(host, access);
  if (/(?:^|\.)localhost\.?$/i.test(host)) checkAddress("127.0.0.1", access);
  if (access.isUntrusted !== true || isIP(host) !== 0) return;
  const waited = new AbortController();
  const found = access.lookup(host).catch(() => []);
  const addresses = await Promise.race([
    found,
    setTimeout2(MAX_LOOKUP_MS, [], { signal: waited.signal }).catch(() => [])
  ]);
  waited.abort();
  if (addresses.length > 0 && !addresses.some(access.isPermitted)) throw new DeniedAddressError(addresses);
}

// src/lib/network/untrusted-certificate.ts
var UntrustedCertificateError = class extends Error {
  code;
  problem;
  constructor(socket, proxy) {
    super("the certificate of the server is not trusted");
    this.code = String(socket.authorizationError);
    const problem = findTlsProblem(this.code);
    this.problem = problem !== void 0 && UNKNOWN_ISSUER.has(problem) ? explainIssuer(socket, proxy, problem) : problem;
  }
};
var UNKNOWN_ISSUER = /* @__PURE__ */ new Set(["unknown-ca", "incomplete-chain"]);
var INSPECTING_CAS = /proxy|inspect|intercept|decrypt|ssl[ -]?(?:bump|forward|scan)|firewall|web ?(?:gateway|filter|security)|zscaler|netskope|forti(?:gate|net)|palo ?alto|blue ?coat|umbrella|websense|forcepoint|sophos|barracuda|check ?point|mcafee|skyhigh|menlo|iboss|smoothwall|cloudflare gateway/i;
function explainIssuer(socket, proxy, problem) {
  if (listIssuers(socket.getPeerX509Certificate()).some((name) => INSPECTING_CAS.test(name))) return "inspected";
  return proxy === null ? problem : "unknown-ca-behind-proxy";
}
var MAX_CHAIN = 10;
function listIssuers(leaf) {
  const names = [];
  for (let certificate = leaf; certificate !== void 0 && names.length < MAX_CHAIN; ) {
    names.push(certificate.issuer);
    certificate = certificate.issuerCertificate;
  }
  return names;
}

// src/lib/network/connect.ts
import { connect, isIP as isIP3, isIPv6 as isIPv62 } from "node:net";
import { connect as connectTls } from "node:tls";

// src/lib/network/limit-description.ts
function limitDescription(socket) {
  const describe = socket.getPeerCertificate.bind(socket);
  socket.getPeerCertificate = () => describe(false);
  return socket;
}

// src/lib/network/tunnel.ts
import { isIP as isIP2 } from "node:net";

// src/lib/network/dialogue.ts
function describeDialogue(outcome) {
  if (outcome.outcome === "agreed") return "accepted";
  return `${outcome.outcome} at ${outcome.step}${outcome.why === "" ? "" : `, ${outcome.why}`}`;
}
function describeStreamError(stream, error) {
  return stream.destroyed && stream.errored === null ? "no answer" : describeTracedError(error);
}
var MAX_DIALOGUE_BYTES = 64 * 1024;
function runDialogue(stream, steps, onStep) {
  const remaining = [...steps];
  let buffer = Buffer.alloc(0);
  let reply = Buffer.alloc(0);
  let received = 0;
  const send = () => {
    for (let step = remaining[0]; step !== void 0; step = remaining[0]) {
      onStep(step.name);
      if (step.send !== null) stream.write(step.send);
      if (step.reply !== null) return;
      remaining.shift();
    }
  };
  const advance = () => {
    for (let step = remaining[0]; step?.reply; step = remaining[0]) {
      const parsed = step.reply(buffer);
      if (parsed === null) {
        return received > MAX_DIALOGUE_BYTES ? { outcome: "too-long", step: step.name, why: "" } : null;
      }
      const { length, verdict, why = "" } = parsed;
      reply = buffer.subarray(0, length);
      buffer = buffer.subarray(length);
      if (verdict === "more") continue;
      if (verdict !== "accepted") return { outcome: verdict, step: step.name, why };
      remaining.shift();
      send();
    }
    return { outcome: "agreed", reply, rest: buffer };
  };
  return new Promise((resolve2, reject) => {
    const onData = (chunk) => {
      try {
        received += chunk.length;
        buffer = Buffer.concat([buffer, chunk]);
        const outcome = advance();
        if (outcome === null) return;
        settle();
        resolve2(outcome);
      } catch (error) {
        onError(error);
      }
    };
    const onError = (error) => {
      settle();
      reject(error);
    };
    const onClose = () => onError(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
    const settle = () => {
      stream.pause();
      stream.off("data", onData).off("error", onError).off("end", onClose).off("close", onClose);
    };
    stream.on("data", onData).on("error", onError).on("end", onClose).on("close", onClose);
    stream.resume();
    send();
  });
}

// src/lib/network/tunnel.ts
async function openTunnel(stream, proxy, host, port, onStep) {
  const open2 = proxy.kind === "socks5" ? openSocksTunnel : openHttpTunnel;
  const outcome = await traceWork(
    "proxy",
    {
      subject: () => `${proxy.name} ${proxy.kind === "socks5" ? "SOCKS 5" : "CONNECT"} ${formatAuthority(host, port)}`,
      describe: describeDialogue,
      describeError: (error) => describeStreamError(stream, error)
    },
    () => open2(stream, proxy, host, port, onStep)
  );
  if (outcome.outcome === "agreed" && outcome.rest.length > 0) stream.unshift(outcome.rest);
  return outcome;
}
var openHttpTunnel = (stream, { credentials }, host, port, onStep) => {
  const target = formatAuthority(host, port);
  const request = [
    `CONNECT ${target} HTTP/1.1`,
    `Host: ${target}`,
    ...credentials === null ? [] : [`Proxy-Authorization: ${encodeBasic(credentials)}`],
    "",
    ""
  ];
  return runDialogue(stream, [{ name: "CONNECT", send: request.join("\r\n"), reply: parseConnectResponse }], onStep);
};
function parseConnectResponse(received) {
  const text = received.toString("latin1");
  if (!"HTTP/1.".startsWith(text.slice(0, 7))) return unexpectedReply(received);
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return null;
  const [, status] = /^HTTP\/1\.[01] (\d{3})[ \r\n]/.exec(text) ?? [];
  if (status === void 0) return unexpectedReply(received);
  const length = end.index + end[0].length;
  if (status.startsWith("2")) return { length, verdict: "accepted" };
  return { length, verdict: "refused", why: describeStatus(Number(status)) };
}
function describeStatus(status) {
  return status === 407 || status === 401 ? AUTHENTICATION_FAILED : `status ${status}`;
}
var unexpectedReply = (received) => ({ length: received.length, verdict: "wrong" });
var VERSION = 5;
var NO_AUTHENTICATION = 0;
var USER_AND_PASSWORD = 2;
var openSocksTunnel = async (stream, { credentials }, host, port, onStep) => {
  const methods = credentials === null ? [NO_AUTHENTICATION] : [NO_AUTHENTICATION, USER_AND_PASSWORD];
  const hello = { name: "methods", send: Buffer.from([VERSION, methods.length, ...methods]), reply: parseMethodReply };
  const chosen = await runDialogue(stream, [hello], onStep);
  if (chosen.outcome !== "agreed") return chosen;
  const steps = [{ name: "connect", send: socksRequest(host, port), reply: parseConnectReply }];
  if (chosen.reply[1] === USER_AND_PASSWORD && credentials !== null) {
    const { user, password } = credentials;
    steps.unshift({
      name: "authentication",
      send: Buffer.concat([Buffer.from([1]), encodeCounted(user), encodeCounted(password)]),
      reply: parseAuthenticationReply
    });
  }
  return runDialogue(stream, steps, onStep);
};
function encodeCounted(text) {
  const bytes = Buffer.from(text).subarray(0, 255);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}
function socksRequest(host, port) {
  const number = Buffer.alloc(2);
  number.writeUInt16BE(port);
  return Buffer.concat([Buffer.from([VERSION, 1, 0]), socksAddress(host), number]);
}
function socksAddress(host) {
  if (isIP2(host) === 4) return Buffer.from([1, ...host.split(".").map(Number)]);
  if (isIP2(host) === 6) return Buffer.concat([Buffer.from([4]), parseIpv6(host)]);
  return Buffer.concat([Buffer.from([3]), encodeCounted(host)]);
}
var createTwoByteParser = (version, evaluate) => (received) => {
  if (received.length > 0 && received[0] !== version) return unexpectedReply(received);
  const code = received[1];
  return code === void 0 ? null : { length: 2, ...evaluate(code) };
};
var parseMethodReply = createTwoByteParser(
  VERSION,
  (method) => method === NO_AUTHENTICATION || method === USER_AND_PASSWORD ? { verdict: "accepted" } : { verdict: "refused", why: AUTHENTICATION_FAILED }
);
var parseAuthenticationReply = createTwoByteParser(
  1,
  (status) => status === 0 ? { verdict: "accepted" } : { verdict: "refused", why: AUTHENTICATION_FAILED }
);
var SOCKS_REFUSALS = [
  "",
  "general failure",
  "not allowed by its rules",
  "network unreachable",
  "host unreachable",
  "connection refused",
  "time to live expired",
  "command not supported",
  "address type not supported"
];
var ADDRESS_LENGTHS = { 1: 4, 4: 16 };
function parseConnectReply(received) {
  if (received.length > 0 && received[0] !== VERSION) return unexpectedReply(received);
  const [, code, , type, first] = received;
  if (code === void 0) return null;
  if (code !== 0) return { length: received.length, verdict: "refused", why: SOCKS_REFUSALS[code] ?? "unknown reason" };
  if (type === void 0 || first === void 0) return null;
  const size = type === 3 ? 1 + first : ADDRESS_LENGTHS[type];
  if (size === void 0) return unexpectedReply(received);
  const length = 4 + size + 2;
  return received.length < length ? null : { length, verdict: "accepted" };
}

// src/lib/network/connect.ts
async function connectPermitted(target, access) {
  const proxy = access.proxies.select({ scheme: "smtp:", host: target.host, port: target.port });
  return proxy === null ? connectDirectly(target, access) : connectThroughProxy(proxy, target, access);
}
async function connectThroughProxy(proxy, target, access) {
  const deadline = performance.now() + target.timeout_ms;
  await checkProxiedHost(target.host, access);
  const rest = () => Math.max(1, deadline - performance.now());
  const socket = await connectToProxy(proxy, { timeout_ms: rest(), ...pickSignal(target) }, access);
  const limit = startLimit({ timeout_ms: rest(), ...pickSignal(target) });
  try {
    checkTunnel(
      await Promise.race([openTunnel(socket, proxy, target.host, target.port, () => {
      }), limit.passed]),
      proxy
    );
    return socket;
  } catch (error) {
    destroy(socket);
    throw toProxyError(error, proxy, "proxy-closed");
  } finally {
    limit.clear();
  }
}
async function connectToProxy(proxy, limits, { lookup, proxies }) {
  const { host, port } = proxy;
  const deadline = performance.now() + limits.timeout_ms;
  try {
    const own = { lookup, isPermitted: proxies.isPermitted };
    const socket = await connectDirectly({ host, port, ...limits }, own);
    if (proxy.kind !== "https") return socket;
    return await secureProxy(socket, proxy, { ...limits, timeout_ms: Math.max(1, deadline - performance.now()) });
  } catch (error) {
    throw toProxyError(error, proxy, "proxy-unreachable");
  }
}
async function secureProxy(socket, proxy, limits) {
  const ca = proxy.ca_file === null ? null : await readCaFile(proxy.ca_file);
  if (ca !== null && "problem" in ca) {
    destroy(socket);
    throw new ProxyError("proxy-tls-failed", { proxy: proxy.name, fact: `its \`ca_file\` ${ca.problem}` });
  }
  const servername = isIP3(proxy.host) === 0 ? { servername: proxy.host } : {};
  const secure = limitDescription(
    connectTls({ socket, host: proxy.host, ...servername, ...ca !== null && { ca: ca.pem } })
  );
  const limit = startLimit(limits);
  try {
    await Promise.race([waitFor(secure, "secureConnect"), limit.passed]);
    return secure;
  } catch (error) {
    destroy(secure);
    destroy(socket);
    throw toProxyError(error, proxy, "proxy-closed");
  } finally {
    limit.clear();
  }
}
function connectDirectly(target, access) {
  const subject = () => formatAuthority(target.host, target.port);
  return traceWork("connect", { subject, describe: describeSocket }, () => openSocket(target, access));
}
async function openSocket(target, access) {
  const { host, port, timeout_ms } = target;
  const started = performance.now();
  const limit = startLimit(target);
  let socket = null;
  try {
    const addresses = await Promise.race([lookupPermitted(host, access), limit.passed]);
    const share = (timeout_ms - (performance.now() - started)) / addresses.length;
    socket = connect({
      host,
      port,
      lookup: createLookupFunction({ lookup: async () => addresses, isPermitted: () => true }),
      autoSelectFamily: true,
      // One of two families may be unavailable. Several addresses of one family may just be slow.
      ...hasOneFamily(addresses) && { autoSelectFamilyAttemptTimeout: Math.max(10, Math.floor(share)) }
    });
    await Promise.race([waitFor(socket, "connect"), limit.passed]);
    return socket;
  } catch (error) {
    if (socket !== null) destroy(socket);
    throw error;
  } finally {
    limit.clear();
  }
}
function hasOneFamily(addresses) {
  return new Set(addresses.map(isIPv62)).size === 1;
}
function pickSignal({ signal }) {
  return signal === void 0 ? {} : { signal };
}
function startLimit({ timeout_ms, signal }) {
  let fail = () => void 0;
  const passed = new Promise((_, reject) => {
    fail = (code) => reject(Object.assign(new Error(code), { code }));
  });
  passed.catch(() => void 0);
  const timer = setTimeout(() => fail("ETIMEDOUT"), timeout_ms);
  const abort = () => fail("ECONNABORTED");
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  return {
    passed,
    clear: () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  };
}
function waitFor(socket, event) {
  return new Promise((resolve2, reject) => {
    const onClose = () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
    const settle = () => socket.off("error", reject).off("close", onClose);
    socket.once("error", reject).once("close", onClose).once(event, () => {
      settle();
      resolve2();
    });
  });
}
function destroy(socket) {
  socket.on("error", () => void 0).destroy();
}
function checkTunnel(reply, { name }) {
  if (reply.outcome === "agreed") return;
  if (reply.outcome !== "refused") throw new ProxyError("proxy-unexpected-reply", { proxy: name });
  throw createProxyRefusal(name, reply.why);
}
function toProxyError(error, { name }, fallback) {
  if (error instanceof ProxyError) return error;
  const isNamed = !name.includes("${");
  if (error instanceof DeniedAddressError)
    return new ProxyError("proxy-denied", { proxy: name, fact: isNamed ? error.addresses.join(", ") : "" });
  const code = String(error.code);
  const kind = classifyNetworkError(code);
  if (kind === "timeout") return new ProxyError("proxy-timeout", { proxy: name });
  if (kind === "tls-failed") return new ProxyError("proxy-tls-failed", { proxy: name });
  if (kind !== void 0 || /^E[A-Z]+$/.test(code)) return new ProxyError(fallback, { proxy: name });
  return error;
}

// src/lib/http/connector.ts
import { TLSSocket as TLSSocket2 } from "node:tls";
async function createConnector({ verify, ...options }) {
  const { buildConnector } = await import("./undici.js");
  const connector = buildConnector({ ...options, rejectUnauthorized: false, maxCachedSessions: 0 });
  return (target, proxy) => new Promise((resolve2, reject) => {
    const started = connector(target, (error, socket) => {
      if (error !== null) return reject(error);
      if (verify && socket instanceof TLSSocket2 && !socket.authorized) {
        reject(new UntrustedCertificateError(socket, proxy));
        return socket.on("error", () => void 0).destroy();
      }
      skipInterimResponses(socket);
      resolve2(socket);
    });
    if (started instanceof TLSSocket2) limitDescription(started);
  });
}
var INTERIM = /^HTTP\/1\.\d 1(?!01)\d\d[\s\S]*?\r?\n\r?\n/;
var INTERIM_STATUS = /^HTTP\/1\.\d 1(?!01)\d\d/;
var STATUS_START = "HTTP/1.1 1";
var STATUS_LENGTH = "HTTP/1.1 100".length;
var MAX_BYTES2 = 64 * 1024;
function skipInterimResponses(socket) {
  const read = socket.read.bind(socket);
  const write = socket.write.bind(socket);
  let start = null;
  socket.write = (...all) => {
    start ??= Buffer.alloc(0);
    return write(...all);
  };
  socket.read = () => {
    for (; ; ) {
      const chunk = read();
      if (chunk === null || start === null) return chunk;
      start = removeInterimResponses(Buffer.concat([start, chunk]));
      if (isUndecided(start)) continue;
      const passed = start;
      start = null;
      return passed;
    }
  };
}
function removeInterimResponses(received) {
  let rest = received;
  for (; ; ) {
    const [interim] = INTERIM.exec(rest.toString("latin1")) ?? [];
    if (interim === void 0) return rest;
    rest = rest.subarray(interim.length);
  }
}
function isUndecided(start) {
  const status = start.toString("latin1", 0, STATUS_LENGTH).replace(/^HTTP\/1\.0/, "HTTP/1.1");
  if (start.length < STATUS_LENGTH) return STATUS_START.startsWith(status.slice(0, STATUS_START.length));
  return start.length < MAX_BYTES2 && INTERIM_STATUS.test(status);
}

// src/lib/http/proxy-response.ts
function findProxyRefusal(status, headers, proxy) {
  const isLogin = status === NETWORK_LOGIN_STATUS && !isForwarded(headers);
  if (status !== 407 && !isLogin && !isOfSquid(headers) && !isOfTinyproxy(headers)) return null;
  return createProxyRefusal(proxy, describeStatus(status));
}
function isForwarded({ via }) {
  return via !== void 0;
}
function isOfSquid(headers) {
  if (headers["x-squid-error"] === void 0) return false;
  const { via = "(squid)" } = headers;
  return typeof via === "string" && via.toLowerCase().includes("(squid") && !via.includes(",");
}
function isOfTinyproxy(headers) {
  const { server } = headers;
  return !isForwarded(headers) && typeof server === "string" && /^tinyproxy\b/i.test(server);
}

// src/lib/http/agent.ts
function openAgent(options, onConnected) {
  let opened = null;
  const closing = new AbortController();
  const pending = [];
  const route = {
    ...options,
    signal: closing.signal,
    onConnected,
    waitFor: async (proxy, connection) => {
      pending.push(proxy);
      return connection.finally(() => pending.splice(pending.indexOf(proxy), 1));
    }
  };
  return {
    get: async () => {
      opened ??= createAgent(route);
      return (await opened).dispatcher;
    },
    findPendingProxy: () => pending[0] ?? null,
    findForwarder: (url) => selectForwarder(url, options.network),
    close: async () => {
      closing.abort();
      const agent = await opened?.catch(() => null);
      await agent?.destroy();
    }
  };
}
async function createAgent(route) {
  const { verify, ca, identity, allow_h2: allowH2 = false, timeout_ms, network } = route;
  const { Agent } = await import("./undici.js");
  const connect2 = await createConnector({
    verify,
    timeout: timeout_ms,
    allowH2,
    ...ca !== null && { ca },
    ...identity,
    lookup: createLookupFunction(network)
  });
  const servers = new Agent({
    allowH2,
    connect: (target, callback) => {
      openConnection(target, route, connect2).then(
        (socket) => callback(null, socket),
        (error) => callback(error, null)
      );
    }
  });
  const forwarders = await createForwarders(route);
  return {
    dispatcher: servers.compose((dispatch) => (options, handler) => {
      const forwarded = forwardRequest(options, route);
      if (forwarded === null) return dispatch(options, handler);
      checkProxiedHost(forwarded.host, network).then(
        () => forwarders.get(forwarded.proxy).dispatch(forwarded.request, failOnRefusal(handler, forwarded)),
        (error) => handler.onResponseError?.(NO_CONTROLLER, error)
      );
      return true;
    }),
    destroy: async () => {
      await Promise.all([destroy2(servers), forwarders.destroy()]);
    }
  };
}
async function openConnection(target, route, connect2) {
  const { network, timeout_ms, signal, server_name } = route;
  const host = stripBrackets(target.hostname);
  const named = server_name ? { ...target, servername: server_name } : target;
  const isSecure = target.protocol === "https:";
  const port = Number(target.port) || (isSecure ? 443 : 80);
  const traced = { subject: () => formatAuthority(host, port), describe: describeSocket };
  const proxy = network.proxies.select({ scheme: isSecure ? "https:" : "http:", host, port });
  if (proxy === null) {
    const socket = await traceWork("connect", traced, async () => {
      checkAddress(host, network);
      return connect2(named, null);
    });
    route.onConnected?.(socket);
    return socket;
  }
  const tunnel = await route.waitFor(proxy, connectThroughProxy(proxy, { host, port, timeout_ms, signal }, network));
  if (isSecure)
    return traceWork(
      "handshake",
      { ...traced, describe: (socket) => describeTls(socket).join(", ") },
      () => connect2({ ...named, httpSocket: tunnel }, proxy)
    );
  skipInterimResponses(tunnel);
  return tunnel;
}
var NO_CONTROLLER = {};
function forwardRequest(options, { network }) {
  const url = new URL(String(options.origin));
  const proxy = selectForwarder(url, network);
  if (proxy === null) return null;
  const authorization = proxy.credentials && encodeBasic(proxy.credentials);
  const headers = {
    host: url.host,
    ...listHeaders(options.headers),
    ...authorization !== null && { "proxy-authorization": authorization }
  };
  const request = { ...options, origin: toOrigin(proxy), path: `${url.origin}${options.path}`, headers };
  return { proxy, host: stripBrackets(url.hostname), request };
}
function selectForwarder(url, { proxies }) {
  if (url.protocol !== "http:") return null;
  const host = stripBrackets(url.hostname);
  const proxy = proxies.select({ scheme: "http:", host, port: Number(url.port) || 80 });
  return proxy?.kind === "socks5" ? null : proxy;
}
function toOrigin({ host, port }) {
  return `http://${formatAuthority(host, port)}`;
}
async function createForwarders(route) {
  const { Pool } = await import("./undici.js");
  const pools = /* @__PURE__ */ new Map();
  return {
    get: (proxy) => getOrCreate(
      pools,
      `${proxy.kind}://${formatAuthority(proxy.host, proxy.port)}`,
      () => new Pool(toOrigin(proxy), { connect: createProxyConnector(proxy, route) })
    ),
    destroy: () => Promise.all(Array.from(pools.values(), destroy2))
  };
}
function createProxyConnector(proxy, route) {
  const { network, timeout_ms, signal, waitFor: waitFor2 } = route;
  return (_, callback) => {
    waitFor2(proxy, connectToProxy(proxy, { timeout_ms, signal }, network)).then(
      (socket) => {
        skipInterimResponses(socket);
        callback(null, socket);
      },
      (error) => callback(error, null)
    );
  };
}
function failOnRefusal(handler, { proxy }) {
  const start = handler.onResponseStart?.bind(handler);
  handler.onResponseStart = (controller, status, headers, ...rest) => {
    const refusal = findProxyRefusal(status, headers, proxy.name);
    if (refusal !== null) controller.abort(refusal);
    else start?.(controller, status, headers, ...rest);
  };
  return handler;
}
function listHeaders(headers) {
  if (headers === null || headers === void 0) return {};
  if (Array.isArray(headers))
    return Object.fromEntries(
      headers.flatMap((name, index) => index % 2 === 0 ? [[String(name), headers[index + 1]]] : [])
    );
  return Symbol.iterator in headers ? Object.fromEntries(headers) : headers;
}
function stripBrackets(hostname) {
  return hostname.replace(/^\[|\]$/g, "");
}
async function destroy2(agent) {
  await agent.destroy().catch(() => void 0);
}

// src/lib/http/decode-prefix.ts
import { promisify as promisify2 } from "node:util";
import { brotliDecompress, constants as constants2, gunzip, inflate } from "node:zlib";
var MAX_OUTPUT_BYTES = 1024 * 1024;
var { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = constants2;
var ZLIB = { finishFlush: Z_SYNC_FLUSH, maxOutputLength: MAX_OUTPUT_BYTES };
var BROTLI = { finishFlush: BROTLI_OPERATION_FLUSH, maxOutputLength: MAX_OUTPUT_BYTES };
var decodeGzip = (bytes) => promisify2(gunzip)(bytes, ZLIB);
var DECODERS = /* @__PURE__ */ new Map([
  ["gzip", decodeGzip],
  ["x-gzip", decodeGzip],
  ["deflate", (bytes) => promisify2(inflate)(bytes, ZLIB)],
  ["br", (bytes) => promisify2(brotliDecompress)(bytes, BROTLI)]
]);
async function decodePrefix(bytes, encoding) {
  const decode = DECODERS.get(encoding?.trim().toLowerCase() ?? "");
  if (decode === void 0) return bytes;
  return decode(bytes).catch(() => bytes);
}

// src/lib/http/client.ts
var MAX_DISCARDED_BYTES = 64 * 1024;
function openHttpClient(options) {
  const agent = openAgent(options);
  return {
    send: (request, { timeout_ms, max_body_bytes = 0 }) => exchange(agent, request, timeout_ms, async ({ statusCode, headers, body }, signal) => {
      const encoding = getSingleValue(headers["content-encoding"]);
      const content = await (max_body_bytes > 0 ? readPrefix(body, max_body_bytes, encoding) : discardBody(body, signal));
      return {
        responded: true,
        status: statusCode,
        retry_after: getSingleValue(headers["retry-after"]),
        body: content
      };
    }),
    close: agent.close
  };
}
async function sendRequest(request, options) {
  const client = openHttpClient(options);
  try {
    return await client.send(request, options);
  } finally {
    await client.close();
  }
}
function openApiConnection(options) {
  const agent = openAgent(options);
  return {
    send: ({ url, ...request }, { timeout_ms, max_bytes }) => exchange(agent, { ...request, url: url.href }, timeout_ms, async ({ statusCode, headers, body }) => {
      const header = (name) => getValue(name, headers[name]);
      const content = await readBody(body, max_bytes, Number(header("content-length")));
      return { responded: true, status: statusCode, header, body: content };
    }),
    close: agent.close
  };
}
function getValue(name, value) {
  return name === "link" && Array.isArray(value) ? value.join(", ") : getSingleValue(value);
}
async function fetchBytes(request, options) {
  let address = null;
  const agent = openAgent(options, (socket) => {
    address = formatPeerAddress(socket);
  });
  const { body: content = null } = request;
  const sent = { ...request, method: content === null ? "GET" : "POST", body: content };
  try {
    return await exchange(agent, sent, options.timeout_ms, async (response, signal) => {
      const { statusCode: status, headers, body } = response;
      const header = (name) => getSingleValue(headers[name]);
      const base = { responded: true, status, address, header };
      if (status === 200)
        return { ...base, body: await readBody(body, options.max_bytes, Number(header("content-length"))) };
      await discardBody(body, signal);
      return { ...base, body: Buffer.alloc(0) };
    });
  } finally {
    await agent.close();
  }
}
async function readBody(body, maxBytes, length) {
  if (length > maxBytes) return "too-large";
  const buffer = length > 0 ? Buffer.allocUnsafeSlow(length) : null;
  const chunks = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) return "too-large";
    if (buffer === null) chunks.push(chunk);
    else chunk.copy(buffer, size - chunk.length);
  }
  return buffer?.subarray(0, size) ?? Buffer.concat(chunks);
}
async function discardBody(body, signal) {
  await body.dump({ limit: MAX_DISCARDED_BYTES, signal }).catch(() => void 0);
  return null;
}
async function readPrefix(body, maxBytes, encoding) {
  const chunks = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      chunks.push(chunk);
      if (size >= maxBytes) break;
    }
  } catch {
  }
  const decoded = await decodePrefix(Buffer.concat(chunks).subarray(0, maxBytes), encoding);
  return decoded.subarray(0, maxBytes).toString("utf8");
}
function getSingleValue(value) {
  return typeof value === "string" ? value : null;
}
async function exchange({ get, findPendingProxy, findForwarder }, request, timeout_ms, read) {
  let sent = false;
  let forwarder = {};
  const { request: send } = await import("./undici.js");
  const agent = await get();
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    const start = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (...args) => {
      sent = true;
      start?.(...args);
    };
    return dispatch(options, handler);
  });
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeout_ms);
  try {
    const { method, url, headers } = request;
    const body = typeof request.body === "string" ? Buffer.from(request.body) : request.body;
    const call = { method, headers, body, dispatcher, signal: deadline.signal };
    const proxy = findForwarder(new URL(url));
    forwarder = proxy === null ? {} : { forwarder: proxy.name };
    const response = await send(url, { ...call, headersTimeout: 0, bodyTimeout: 0 });
    const outcome = await read(response, deadline.signal);
    return isForwarded(response.headers) ? outcome : { ...outcome, ...forwarder };
  } catch (error) {
    if (error instanceof ProxyError) return createProxyFault(error, sent);
    if (error instanceof DeniedAddressError)
      return { responded: false, code: "http-denied", sent: false, denied: error.addresses };
    const proxy = deadline.signal.aborted && !sent ? findPendingProxy() : null;
    if (proxy !== null) return createProxyFault(new ProxyError("proxy-timeout", { proxy: proxy.name }));
    if (deadline.signal.aborted) return { responded: false, code: "http-timeout", sent, ...forwarder };
    return { responded: false, ...classifyFault(error), sent, ...forwarder };
  } finally {
    clearTimeout(timer);
  }
}
function formatPeerAddress({ remoteAddress, remotePort, remoteFamily }) {
  if (remoteAddress === void 0) return null;
  return `${remoteFamily === "IPv6" ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
}
function createProxyFault(proxy, sent = false) {
  return { responded: false, code: proxy.code, sent: sent && proxy.code === "proxy-server-unreachable", proxy };
}
function classifyFault(error) {
  const code = String(error.code);
  const tls = error instanceof UntrustedCertificateError ? error.problem : findTlsProblem(code);
  return { code: `http-${classifyNetworkError(code) ?? "failed"}`, ...tls && { tls } };
}

export {
  getOwn,
  setOwn,
  addEntries,
  findLargest,
  compareText,
  groupBy,
  findRepeated,
  indexGroups,
  isEqualRecord,
  toArray,
  toPlainObject,
  getOrCreate,
  sortByRank,
  NETWORK_LOGIN_STATUS,
  ProxyError,
  blameForwarder,
  describeNetworkLogin,
  describeProxyFailure,
  classifyNetworkError,
  findTlsProblem,
  describeTlsProblem,
  READ_ONLY,
  readLimited,
  readLimitedSync,
  describeReadError,
  readCaFile,
  findCaFileProblem,
  describeAddresses,
  describeTls,
  DeniedAddressError,
  lookupWithSystem,
  checkAddress,
  limitDescription,
  describeDialogue,
  describeStreamError,
  runDialogue,
  openTunnel,
  connectPermitted,
  secureProxy,
  checkTunnel,
  openAgent,
  createFailure2 as createFailure,
  createProxyFailure,
  createLateFailure,
  createInternalFailure,
  isSystemError,
  getErrorCode,
  openHttpClient,
  sendRequest,
  openApiConnection,
  fetchBytes
};
