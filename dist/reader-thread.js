// src/scan/tls/reader-thread.ts
import { parentPort, workerData } from "node:worker_threads";

// src/lib/trace/trace.ts
import { channel } from "node:diagnostics_channel";
var events = channel("certvigil:trace");
function isTracing() {
  return events.hasSubscribers;
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

// src/scan/tls/client-profiles.ts
import { constants } from "node:crypto";
import { createSecureContext, DEFAULT_CIPHERS } from "node:tls";

// src/lib/collections.ts
function getOrCreate(values, key, create2, maxSize = Number.POSITIVE_INFINITY) {
  const known = values.get(key);
  if (known !== void 0) return known;
  const created = create2();
  if (values.size >= maxSize) values.clear();
  values.set(key, created);
  return created;
}

// src/lib/memoize.ts
function memoize(compute) {
  const computed = /* @__PURE__ */ new Map();
  return (key) => getOrCreate(computed, key, () => compute(key));
}

// src/scan/tls/client-profiles.ts
var [MAJOR = 0, MINOR = 0] = process.versions.openssl.split(".").map(Number);
var SUPPORTS_POST_QUANTUM = MAJOR > 3 || MAJOR === 3 && MINOR >= 5;
var HASHES = ["SHA256", "SHA384", "SHA512"];
var PKCS1_SIGNATURES = [...HASHES, "SHA1"].map((hash) => `RSA+${hash}`);
var PSS_SIGNATURES = [
  ...HASHES.map((hash) => `RSA-PSS+${hash}`),
  ...HASHES.map((hash) => `rsa_pss_pss_${hash.toLowerCase()}`)
];
var BRAINPOOL_SIGNATURES = ["256r1tls13_sha256", "384r1tls13_sha384", "512r1tls13_sha512"];
var ECDSA_SIGNATURES = [
  ...[...HASHES, "SHA1"].map((hash) => `ECDSA+${hash}`),
  ...["ed25519", "ed448"],
  ...SUPPORTS_POST_QUANTUM ? BRAINPOOL_SIGNATURES.map((name) => `?ecdsa_brainpoolP${name}`) : []
];
var ML_DSA_SIGNATURES = ["mldsa44", "mldsa65", "mldsa87"];
var NEW_GROUPS = [
  ...["?X25519MLKEM768", "?SecP256r1MLKEM768", "?SecP384r1MLKEM1024", "?MLKEM512", "?MLKEM768", "?MLKEM1024"],
  ...["?brainpoolP256r1tls13", "?brainpoolP384r1tls13", "?brainpoolP512r1tls13"]
];
var COMMON_CURVES = "X25519:P-256";
var HYBRID_GROUPS = "*X25519MLKEM768:?SecP256r1MLKEM768:?SecP384r1MLKEM1024/*X25519:P-256";
function offersPostQuantum(profile) {
  return SUPPORTS_POST_QUANTUM && profile === "default";
}
function offersProtocols(profile) {
  return profile === "default" || profile === "compact";
}
var GROUPS = [
  ...["X25519", "P-256", "X448", "P-384", "P-521", "ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"],
  ...["brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1", "secp256k1", "P-224", "P-192"],
  ...SUPPORTS_POST_QUANTUM ? NEW_GROUPS : []
].join(":");
var FAST_SUITE = "TLS_AES_128_GCM_SHA256";
var PREFERRED_CIPHERS = DEFAULT_CIPHERS.split(":").sort((first, second) => Number(second === FAST_SUITE) - Number(first === FAST_SUITE)).join(":");
var SUITES = [
  ...PREFERRED_CIPHERS.split(":").filter((suite) => !suite.startsWith("!")),
  ...["TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256", "TLS_SHA256_SHA256", "TLS_SHA384_SHA384"]
];
var allowEverything = (ciphers, suites = SUITES) => ({
  ecdhCurve: GROUPS,
  minVersion: "TLSv1",
  ciphers: [...suites, ciphers, "@SECLEVEL=0"].join(":")
});
var allowOnly = (ciphers, signatures) => {
  const suites = SUITES.filter((suite) => suite.startsWith("TLS_"));
  return { ...allowEverything(ciphers, suites), sigalgs: [...signatures, ...PKCS1_SIGNATURES].join(":") };
};
var PROFILES = {
  default: { ecdhCurve: SUPPORTS_POST_QUANTUM ? HYBRID_GROUPS : COMMON_CURVES },
  compact: { ecdhCurve: COMMON_CURVES },
  lenient: allowEverything("ALL:eNULL:!aNULL"),
  legacy: { ...allowEverything("ALL:eNULL"), maxVersion: "TLSv1.2" },
  rsa: allowOnly("aRSA", PSS_SIGNATURES),
  ecdsa: allowOnly("aECDSA", ECDSA_SIGNATURES),
  "ml-dsa": { ...allowOnly("aECDSA", ML_DSA_SIGNATURES), minVersion: "TLSv1.3" }
};
function createTlsContext(profile, identity) {
  if (identity === null || profile === "legacy") {
    const secureOptions = constants.SSL_OP_LEGACY_SERVER_CONNECT;
    return create({ ciphers: PREFERRED_CIPHERS, secureOptions, ...PROFILES[profile] });
  }
  return create({ ciphers: `${PREFERRED_CIPHERS}:@SECLEVEL=0`, ...PROFILES[profile], ...identity });
}
function create(options) {
  try {
    return createSecureContext({ ca: [], ...options });
  } catch {
    return createSecureContext({ ca: [], ...options, ecdhCurve: "auto" });
  }
}
function createContextCache(identity) {
  return memoize((profile) => createTlsContext(profile, identity));
}

// src/scan/tls/read-server.ts
import { X509Certificate } from "node:crypto";
import { TLSSocket as TLSSocket2 } from "node:tls";

// src/domain/post-quantum.ts
function isPostQuantumGroup(group) {
  return /MLKEM/i.test(group);
}

// src/lib/host-port.ts
function formatAuthority(host, port) {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
function parseIpv6(address) {
  const [head = "", tail] = new URL(`http://[${address.replace(/%.*/, "")}]`).hostname.slice(1, -1).split("::");
  const words = (text) => text === "" ? [] : text.split(":");
  const [before, after] = [words(head), words(tail ?? "")];
  const gap = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return Buffer.from([...before, ...gap, ...after].map((word) => word.padStart(4, "0")).join(""), "hex");
}

// src/lib/network/connect.ts
import { connect, isIP as isIP2, isIPv6 } from "node:net";
import { connect as connectTls } from "node:tls";

// src/lib/files/ca-bundle.ts
import { stat } from "node:fs/promises";

// src/lib/files/read-limited.ts
import { closeSync, constants as constants2, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
var CHUNK_BYTES = 256 * 1024;
var READ_ONLY = constants2.O_RDONLY | (constants2.O_NONBLOCK ?? 0);
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
function hasErrorCode(error, ...codes) {
  return codes.includes(error.code ?? "");
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

// src/lib/network/describe-socket.ts
import { TLSSocket } from "node:tls";
function describeTls(socket) {
  if (!(socket instanceof TLSSocket)) return [];
  const version = socket.getProtocol()?.replace(/^TLSv/, "TLS ");
  return [version, socket.getCipher()?.standardName].filter((one) => one !== void 0);
}

// src/lib/network/guarded-access.ts
import { lookup as systemLookup } from "node:dns";
import { promisify } from "node:util";
var DeniedAddressError = class extends Error {
  code = "EDENIED";
  addresses;
  constructor(addresses) {
    super("denied");
    this.addresses = addresses;
  }
};
var lookupAll = promisify(systemLookup);

// src/lib/network/limit-description.ts
function limitDescription(socket) {
  const describe = socket.getPeerCertificate.bind(socket);
  socket.getPeerCertificate = () => describe(false);
  return socket;
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
function describeNetworkLogin(network, server) {
  return `${network} requires a login to the network (status ${NETWORK_LOGIN_STATUS}), and responded instead of ${server}. Log in to the network from this machine, or exempt this machine from the login.`;
}
function describeProxyFailure({ code, facts: { proxy, fact } }, target) {
  return MESSAGES[code](proxy, target, fact);
}

// src/lib/network/tunnel.ts
import { isIP } from "node:net";

// src/lib/http/headers.ts
function encodeBasic({ user, password }) {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

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
  return new Promise((resolve, reject) => {
    const onData = (chunk) => {
      try {
        received += chunk.length;
        buffer = Buffer.concat([buffer, chunk]);
        const outcome = advance();
        if (outcome === null) return;
        settle();
        resolve(outcome);
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
  if (isIP(host) === 4) return Buffer.from([1, ...host.split(".").map(Number)]);
  if (isIP(host) === 6) return Buffer.concat([Buffer.from([4]), parseIpv6(host)]);
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
async function secureProxy(socket, proxy, limits) {
  const ca = proxy.ca_file === null ? null : await readCaFile(proxy.ca_file);
  if (ca !== null && "problem" in ca) {
    destroy(socket);
    throw new ProxyError("proxy-tls-failed", { proxy: proxy.name, fact: `its \`ca_file\` ${ca.problem}` });
  }
  const servername = isIP2(proxy.host) === 0 ? { servername: proxy.host } : {};
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
  return new Promise((resolve, reject) => {
    const onClose = () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
    const settle = () => socket.off("error", reject).off("close", onClose);
    socket.once("error", reject).once("close", onClose).once(event, () => {
      settle();
      resolve();
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

// src/lib/text/count.ts
function formatNumber(number) {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
function formatCount(number, singular, plural = `${singular}s`) {
  return `${formatNumber(number)} ${number === 1 ? singular : plural}`;
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
function isSystemError(error) {
  return getErrorCode(error) !== "UNKNOWN" || error instanceof Error && /^error:[0-9A-F]/i.test(error.message);
}
function getErrorCode(error) {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^[A-Z][A-Z0-9_/]{1,60}$/.test(code) ? code : "UNKNOWN";
}

// src/scan/network/tcp.ts
import { connect as connect2 } from "node:net";

// src/scan/network/dns.ts
var HOSTS_FILE = process.platform === "win32" ? "C:\\Windows\\System32\\drivers\\etc\\hosts" : "/etc/hosts";

// src/scan/starttls/parse-replies.ts
var LINE_FEED = 10;
function parseFirstLine(received) {
  const end = received.indexOf(LINE_FEED);
  if (end === -1) return null;
  return { line: received.toString("latin1", 0, end).replace(/\r$/, ""), length: end + 1 };
}
function createLineParser({ more, accepted, refused }) {
  return (received) => {
    const first = parseFirstLine(received);
    if (first === null) return null;
    const { line, length } = first;
    if (more?.test(line)) return { length, verdict: "more" };
    if (accepted.test(line)) return { length, verdict: "accepted" };
    return { length, verdict: refused.test(line) ? "refused" : "wrong" };
  };
}
var NEGATIVE = /^[45]\d\d(?: |$)/;
function createSmtpParser(code) {
  return createLineParser({ more: /^\d{3}-/, accepted: new RegExp(`^${code}(?: |$)`), refused: NEGATIVE });
}
function createNntpParser(codes) {
  return createLineParser({ accepted: codes, refused: NEGATIVE });
}
function createFtpParser(...codes) {
  return (received) => {
    const first = parseFirstLine(received);
    if (first === null) return null;
    const [, digits, mark] = /^(\d{3})( |-|$)/.exec(first.line) ?? [];
    if (digits === void 0) return { length: first.length, verdict: "wrong" };
    let { length } = first;
    for (let line = first.line; mark === "-" && !line.startsWith(`${digits} `); ) {
      const next = parseFirstLine(received.subarray(length));
      if (next === null) return null;
      line = next.line;
      length += next.length;
    }
    if (codes.includes(Number(digits))) return { length, verdict: "accepted" };
    return { length, verdict: /^[45]/.test(digits) ? "refused" : "wrong" };
  };
}
function parseXmppFeatures(received) {
  const text = received.toString("latin1");
  if (/^\s*[^<\s]/.test(text)) return { length: received.length, verdict: "wrong" };
  if (/<stream:error[\s>]/.test(text) || text.includes("</stream:stream>")) {
    return { length: received.length, verdict: "refused" };
  }
  const end = /<\/(?:\w+:)?features\s*>|<(?:\w+:)?features[^<>]*\/>/.exec(text);
  if (end === null) return null;
  const offered = text.slice(0, end.index).includes("urn:ietf:params:xml:ns:xmpp-tls");
  return { length: end.index + end[0].length, verdict: offered ? "accepted" : "refused" };
}
function parseXmppProceed(received) {
  const text = received.toString("latin1");
  const [proceed] = /^\s*<proceed(?:\s[^<>]*)?(?:\/>|>\s*<\/proceed\s*>)/.exec(text) ?? [];
  if (proceed !== void 0) return { length: proceed.length, verdict: "accepted" };
  if (/^\s*<(?:failure|stream:error)[\s/>]/.test(text)) return { length: text.length, verdict: "refused" };
  if (/^\s*$/.test(text) || /^\s*<[^>]*$/.test(text) || /^\s*<proceed\b/.test(text)) return null;
  return { length: text.length, verdict: "wrong" };
}
function parsePostgresReply(received) {
  const letter = received.toString("latin1", 0, 1);
  if (letter === "") return null;
  if (letter === "S") return { length: 1, verdict: "accepted" };
  return { length: 1, verdict: letter === "N" || letter === "E" ? "refused" : "wrong" };
}
var SEQUENCE = 48;
var EXTENDED_RESPONSE = 120;
var ENUMERATED = 10;
function parseLdapReply(received) {
  if (received.length === 0) return null;
  if (received[0] !== SEQUENCE) return { length: received.length, verdict: "wrong" };
  const message = parseElement(received);
  if (message === "short") return null;
  const identifier = message && parseElement(message.content);
  if (!identifier || identifier === "short") return { length: received.length, verdict: "wrong" };
  const response = parseElement(message.content.subarray(identifier.length));
  if (!response || response === "short" || response.tag !== EXTENDED_RESPONSE) {
    return { length: message.length, verdict: "wrong" };
  }
  const result = parseElement(response.content);
  if (!result || result === "short" || result.tag !== ENUMERATED) return { length: message.length, verdict: "wrong" };
  const succeeded = result.content.length === 1 && result.content[0] === 0;
  return { length: message.length, verdict: succeeded ? "accepted" : "refused" };
}
function parseElement(bytes) {
  const [tag, first] = bytes;
  if (tag === void 0 || first === void 0) return "short";
  const digits = first & 128 ? first & 127 : 0;
  if (first === 128 || digits > 4) return null;
  if (bytes.length < 2 + digits) return "short";
  const start = 2 + digits;
  const size = digits === 0 ? first : bytes.readUIntBE(2, digits);
  if (bytes.length < start + size) return "short";
  return { tag, content: bytes.subarray(start, start + size), length: start + size };
}
var MYSQL_CLIENT_SSL = 2048;
function parseMysqlGreeting(received) {
  if (received.length < 5) return null;
  const length = 4 + received.readUIntLE(0, 3);
  const [sequence, version] = received.subarray(3);
  if (sequence !== 0 || version !== 10 && version !== 255) return { length, verdict: "wrong" };
  if (received.length < length) return null;
  if (version === 255) return { length, verdict: "refused" };
  const afterVersion = received.indexOf(0, 5) + 1;
  const flags = afterVersion + 4 + 8 + 1;
  if (afterVersion === 0 || flags + 2 > length) return { length, verdict: "wrong" };
  return { length, verdict: received.readUInt16LE(flags) & MYSQL_CLIENT_SSL ? "accepted" : "refused" };
}
var RDP_SSL = 1;
var RDP_HYBRID = 2;
var RDP_HYBRID_EX = 8;
function createRdpRequest() {
  const negotiation = [1, 0, 8, 0, RDP_SSL | RDP_HYBRID, 0, 0, 0];
  const request = [224, 0, 0, 0, 0, 0, ...negotiation];
  return Buffer.from([3, 0, 0, 4 + 1 + request.length, request.length, ...request]);
}
var RDP_CONFIRM = 208;
var RDP_RESPONSE = 2;
function parseRdpReply(received) {
  const [version] = received;
  if (version !== void 0 && version !== 3) return { length: received.length, verdict: "wrong" };
  if (received.length < 4) return null;
  const length = received.readUInt16BE(2);
  if (length < 11) return { length: received.length, verdict: "wrong" };
  if (received.length < length) return null;
  if (received[5] !== RDP_CONFIRM) return { length, verdict: "wrong" };
  if (length < 19 || received[11] !== RDP_RESPONSE) return { length, verdict: "refused" };
  const hasTls = [RDP_SSL, RDP_HYBRID, RDP_HYBRID_EX].includes(received.readUInt32LE(15));
  return { length, verdict: hasTls ? "accepted" : "refused" };
}

// src/scan/starttls/tds.ts
import { Duplex } from "node:stream";
var PRELOGIN = 18;
var RESPONSE = 4;
var HEADER_BYTES = 8;
var LAST_PACKET = 1;
var MAX_PAYLOAD_BYTES = 4096 - HEADER_BYTES;
var ENCRYPTION = 1;
var TERMINATOR = 255;
var ENCRYPT_ON = 1;
var ENCRYPT_NOT_SUPPORTED = 2;
function createPacket(payload) {
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = PRELOGIN;
  header[1] = LAST_PACKET;
  header.writeUInt16BE(HEADER_BYTES + payload.length, 2);
  return Buffer.concat([header, payload]);
}
function createTdsPrelogin() {
  const table = [0, 0, 11, 0, 6, ENCRYPTION, 0, 17, 0, 1, TERMINATOR];
  return createPacket(Buffer.from([...table, 0, 0, 0, 0, 0, 0, ENCRYPT_ON]));
}
function parseTdsReply(received) {
  if (received.length === 0) return null;
  if (received[0] !== RESPONSE && received[0] !== PRELOGIN) return { length: received.length, verdict: "wrong" };
  if (received.length < HEADER_BYTES) return null;
  const length = received.readUInt16BE(2);
  if (length < HEADER_BYTES) return { length: received.length, verdict: "wrong" };
  if (received.length < length) return null;
  const encryption = readPreloginOption(received.subarray(HEADER_BYTES, length), ENCRYPTION);
  if (encryption === null) return { length, verdict: "wrong" };
  return { length, verdict: encryption === ENCRYPT_NOT_SUPPORTED ? "refused" : "accepted" };
}
function readPreloginOption(payload, option) {
  for (let at = 0; at + 5 <= payload.length && payload[at] !== TERMINATOR; at += 5) {
    if (payload[at] === option) return payload[payload.readUInt16BE(at + 1)] ?? null;
  }
  return null;
}
function createTdsStream(socket) {
  let buffer = Buffer.alloc(0);
  const stream = new Duplex({
    read() {
    },
    write(chunk, _encoding, done) {
      for (let at = 0; at < chunk.length; at += MAX_PAYLOAD_BYTES) {
        socket.write(createPacket(chunk.subarray(at, at + MAX_PAYLOAD_BYTES)));
      }
      done();
    },
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy();
      done(error);
    }
  });
  const unpack = (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= HEADER_BYTES) {
      const length = buffer.readUInt16BE(2);
      if (buffer[0] !== PRELOGIN && buffer[0] !== RESPONSE) return void stream.destroy(notTls());
      if (length < HEADER_BYTES) return void stream.destroy(notTls());
      if (buffer.length < length) return;
      stream.push(buffer.subarray(HEADER_BYTES, length));
      buffer = buffer.subarray(length);
    }
  };
  socket.on("data", (chunk) => {
    try {
      unpack(chunk);
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  });
  socket.on("end", () => stream.push(null));
  socket.on("error", (error) => stream.destroy(error));
  socket.resume();
  return stream;
}
function notTls() {
  return Object.assign(new Error("not a TDS packet"), { code: "ERR_SSL_WRONG_VERSION_NUMBER" });
}

// src/scan/starttls/protocols.ts
var greeting = (reply) => ({ name: "greeting", send: null, reply });
var command = (text, reply) => ({
  name: text.replace(/^a1 /, "").replace(/ certvigil.*/, ""),
  send: `${text}\r
`,
  reply
});
var CLIENT_NAME = "certvigil.invalid";
var POP3_REPLY = createLineParser({ accepted: /^\+OK(?: |$)/, refused: /^-ERR(?: |$)/ });
var SIEVE_REPLY = createLineParser({ more: /^"/, accepted: /^OK(?: |$)/i, refused: /^(?:NO|BYE)(?: |$)/i });
var LDAP_STARTTLS = Buffer.concat([
  Buffer.from([48, 29, 2, 1, 1, 119, 24, 128, 22]),
  Buffer.from("1.3.6.1.4.1.1466.20037")
]);
var POSTGRES_SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
function mysqlSslRequest() {
  const request = Buffer.alloc(4 + 32);
  request.writeUIntLE(32, 0, 3);
  request[3] = 1;
  request.writeUInt32LE(MYSQL_CLIENT_SSL | 512 | 32768, 4);
  request.writeUInt32LE(16777216, 8);
  request[12] = 45;
  return request;
}
function smtp(hello) {
  return [
    greeting(createSmtpParser(220)),
    command(`${hello} ${CLIENT_NAME}`, createSmtpParser(250)),
    command("STARTTLS", createSmtpParser(220))
  ];
}
function xmpp(namespace, name) {
  const header = `<?xml version='1.0'?><stream:stream xmlns='${namespace}' xmlns:stream='http://etherx.jabber.org/streams' version='1.0' to='${name}'>`;
  return [
    { name: "stream", send: header, reply: parseXmppFeatures },
    { name: "starttls", send: "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", reply: parseXmppProceed }
  ];
}
var STARTTLS_PROTOCOLS = {
  // RFC 3207
  smtp: { title: "SMTP", steps: () => smtp("EHLO") },
  // RFC 2033
  lmtp: { title: "LMTP", steps: () => smtp("LHLO") },
  // RFC 9051 section 6.2.1. A preauthenticated session cannot use STARTTLS.
  imap: {
    title: "IMAP",
    steps: () => [
      greeting(createLineParser({ accepted: /^\* OK(?: |$)/i, refused: /^\* (?:PREAUTH|BYE)(?: |$)/i })),
      command(
        "a1 STARTTLS",
        createLineParser({ more: /^\* /, accepted: /^a1 OK(?: |$)/i, refused: /^a1 (?:NO|BAD)(?: |$)/i })
      )
    ]
  },
  // RFC 2595 section 4
  pop3: { title: "POP3", steps: () => [greeting(POP3_REPLY), command("STLS", POP3_REPLY)] },
  // RFC 5804 section 2.2
  sieve: { title: "ManageSieve", steps: () => [greeting(SIEVE_REPLY), command("STARTTLS", SIEVE_REPLY)] },
  // RFC 4642 section 2.2
  nntp: {
    title: "NNTP",
    steps: () => [greeting(createNntpParser(/^20[01](?: |$)/)), command("STARTTLS", createNntpParser(/^382(?: |$)/))]
  },
  // RFC 4217 section 4. Some servers reply 334, which RFC 2228 defines for replies with more data.
  ftp: { title: "FTP", steps: () => [greeting(createFtpParser(220)), command("AUTH TLS", createFtpParser(234, 334))] },
  ldap: { title: "LDAP", steps: () => [{ name: "StartTLS", send: LDAP_STARTTLS, reply: parseLdapReply }] },
  "xmpp-client": { title: "XMPP", steps: (name) => xmpp("jabber:client", name) },
  "xmpp-server": { title: "XMPP server-to-server", steps: (name) => xmpp("jabber:server", name) },
  // IRCv3 specification `tls`. Notices, pings and "please wait" (020, 439) can come at any time.
  irc: {
    title: "IRC",
    steps: () => [
      command(
        "STARTTLS",
        createLineParser({
          more: /^(?:@\S+ )?(?::\S+ )?(?:NOTICE|PING|CAP|020|439)(?: |$)/i,
          accepted: /^(?:@\S+ )?(?::\S+ )?670(?: |$)/,
          refused: /^(?:@\S+ )?(?::\S+ )?(?:[45678]\d\d|ERROR)(?: |$)/i
        })
      )
    ]
  },
  postgres: {
    title: "PostgreSQL",
    steps: () => [{ name: "SSLRequest", send: POSTGRES_SSL_REQUEST, reply: parsePostgresReply }]
  },
  mysql: {
    title: "MySQL",
    steps: () => [greeting(parseMysqlGreeting), { name: "SSLRequest", send: mysqlSslRequest(), reply: null }]
  },
  mssql: { title: "SQL Server", steps: () => [{ name: "PRELOGIN", send: createTdsPrelogin(), reply: parseTdsReply }] },
  rdp: {
    title: "Remote Desktop",
    steps: () => [{ name: "connection request", send: createRdpRequest(), reply: parseRdpReply }]
  }
};
function negotiateStartTls(stream, protocol, name, onStep) {
  const traced = {
    subject: () => `${STARTTLS_PROTOCOLS[protocol].title} with ${name}`,
    describe: describeDialogue,
    describeError: (error) => describeStreamError(stream, error)
  };
  return traceWork("starttls", traced, () => runDialogue(stream, STARTTLS_PROTOCOLS[protocol].steps(name), onStep));
}

// src/scan/tls/connection-errors.ts
function createConnectionError(code) {
  return Object.assign(new Error(code), { code });
}
var CODES = {
  ECONNREFUSED: "endpoint-refused",
  EHOSTUNREACH: "endpoint-unreachable",
  EHOSTDOWN: "endpoint-unreachable",
  ENETUNREACH: "endpoint-unreachable",
  ENETDOWN: "endpoint-unreachable",
  EADDRNOTAVAIL: "endpoint-unreachable",
  EAFNOSUPPORT: "endpoint-unreachable",
  EACCES: "endpoint-unreachable",
  EPERM: "endpoint-unreachable",
  ECONNRESET: "endpoint-closed",
  ECONNABORTED: "endpoint-closed",
  EPIPE: "endpoint-closed",
  ERR_SSL_UNEXPECTED_EOF_WHILE_READING: "endpoint-closed",
  ERR_SSL_WRONG_VERSION_NUMBER: "endpoint-not-tls",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "endpoint-not-tls",
  ERR_SSL_RECORD_LAYER_FAILURE: "endpoint-not-tls",
  ERR_SSL_BAD_RECORD_TYPE: "endpoint-not-tls",
  ERR_SSL_UNEXPECTED_MESSAGE: "endpoint-not-tls",
  ERR_SSL_UNKNOWN_PROTOCOL: "endpoint-not-tls",
  ERR_SSL_EXCESSIVE_MESSAGE_SIZE: "chain-too-long"
};
function createConnectionFailure(error, broken) {
  const { location, phase, proxy, starttls, seconds } = broken;
  const code = getErrorCode(error);
  const known = CODES[code];
  const hint = phase === "starttls" ? IMPLICIT_TLS_HINT : "";
  if (code === "ETIMEDOUT") return createFailure2("endpoint-timeout", location, seconds, describePhase(broken), hint);
  if (proxy !== null && error instanceof ProxyError) return createProxyFailure(error.code, error.facts, location);
  if (phase === "connect" && proxy !== null) return createProxyFailure("proxy-unreachable", { proxy }, location);
  if (phase === "proxy" && known !== void 0)
    return createProxyFailure("proxy-closed", { proxy: proxy ?? "" }, location);
  if (known === "endpoint-closed") return createFailure2(known, location, hint);
  if (known === "endpoint-not-tls" && starttls !== null) return createFailure2("starttls-injection", location);
  if (known !== void 0) return createFailure2(known, location);
  if (/^(?:ERR_SSL_|ERR_TLS_|EPROTO$)/.test(code)) return createFailure2("tls-handshake-failed", location);
  return createFailure2("endpoint-failed", location, code);
}
var IMPLICIT_TLS_HINT = ". If the port uses implicit TLS, remove `starttls`";
function describePhase({ phase, step, starttls, proxy }) {
  if (phase === "connect") return `connecting${proxy === null ? "" : ` to the proxy ${proxy}`}`;
  if (phase === "proxy") return `waiting for the proxy ${proxy}, ${step}`;
  if (phase === "handshake" || starttls === null) return "TLS handshake";
  return `STARTTLS for ${STARTTLS_PROTOCOLS[starttls].title}, ${step}`;
}
function createStartTlsFailure(outcome, starttls, location) {
  const { title } = STARTTLS_PROTOCOLS[starttls];
  switch (outcome.outcome) {
    case "agreed":
      return outcome.rest.length === 0 ? null : createFailure2("starttls-injection", location);
    case "refused":
      return createFailure2("starttls-refused", location, title, outcome.step);
    case "wrong":
      return createFailure2("starttls-unexpected-reply", location, title, starttls, outcome.step);
    case "too-long":
      return createFailure2("starttls-reply-too-long", location, title, outcome.step);
  }
}

// src/scan/network/tcp.ts
var openTcpSocket = (address, port) => connect2({ host: address, port, noDelay: true });
async function connectFirst(open2, { addresses, port }, progress, deadline) {
  let failed = null;
  for (const [index, address] of addresses.entries()) {
    if (progress.finished) break;
    const remaining = addresses.length - index;
    const share = remaining === 1 ? null : (deadline - performance.now()) / remaining;
    try {
      progress.address = formatAuthority(address, port);
      return await connectOne(traceConnection(open2(address, port), progress.address), progress, share);
    } catch (error) {
      failed = error;
      progress.socket?.destroy();
    }
  }
  progress.address = null;
  throw failed;
}
function traceConnection(socket, address) {
  if (!isTracing()) return socket;
  const started = performance.now();
  let result = "no answer";
  const finish = () => {
    socket.off("connect", onConnect).off("error", onError).off("close", finish);
    trace("connect", () => [address, result], started);
  };
  const onConnect = () => {
    result = "connected";
    finish();
  };
  const onError = (error) => {
    result = describeTracedError(error);
  };
  return socket.on("connect", onConnect).on("error", onError).on("close", finish);
}
function endAttempt(progress) {
  progress.finished = true;
  progress.socket?.destroy(createConnectionError("ECONNRESET"));
}
async function connectOne(socket, progress, share) {
  progress.socket = socket;
  const connected = new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(socket)).on("error", reject);
  });
  if (share === null) return connected;
  const timeout = startTimeout(share);
  try {
    return await Promise.race([connected, timeout.passed]);
  } finally {
    timeout.clear();
  }
}
function startTimeout(milliseconds) {
  let timer;
  const passed = new Promise((_, reject) => {
    timer = setTimeout(() => reject(createConnectionError("ETIMEDOUT")), milliseconds);
  });
  return { passed, clear: () => clearTimeout(timer) };
}

// src/scan/tls/handshake.ts
import { isIP as isIP3 } from "node:net";
import { connect as connect3 } from "node:tls";

// src/domain/basic-types.ts
var STATUSES = ["unknown", "expired", "not_yet_valid", "critical", "warning", "ok"];

// src/domain/certificate.ts
var TLS_VERSIONS = ["1.0", "1.1", "1.2", "1.3"];

// src/domain/event-definitions.ts
var BEFORE_EXPIRY = ["critical", "warning", "ok"];
var WITH_CERTIFICATE = ["certificate.renewed", "certificate.removed"];
var ANY_RESOLUTION = [...WITH_CERTIFICATE, "certificate.recovered"];
var LASTING_FINDING = {
  kind: "finding",
  oneShot: false,
  statuses: BEFORE_EXPIRY,
  resolvedBy: ANY_RESOLUTION
};
var RESOLUTION = { kind: "resolution", oneShot: true, statuses: STATUSES, resolvedBy: [] };
var NO_EXPIRING_CA = "no longer has the expiring CA in its chain";
var EVENTS = {
  "certificate.expiry_warning": {
    kind: "expiry",
    oneShot: false,
    statuses: BEFORE_EXPIRY,
    resolvedBy: ANY_RESOLUTION,
    sentence: "{expires_in}",
    variants: { issuer: { sentence: "has a CA in its chain that {expires_in}", resolved: NO_EXPIRING_CA } }
  },
  "certificate.expired": {
    kind: "expiry",
    oneShot: false,
    statuses: ["expired"],
    resolvedBy: ANY_RESOLUTION,
    sentence: "{expired_since}",
    variants: { issuer: { sentence: "has a CA in its chain that {expired_since}", resolved: NO_EXPIRING_CA } }
  },
  "certificate.changed": {
    kind: "location",
    oneShot: true,
    statuses: STATUSES,
    resolvedBy: WITH_CERTIFICATE,
    sentence: "now has a different certificate that expires no later",
    others: "now expires earlier than before"
  },
  "certificate.unreachable": {
    kind: "location",
    oneShot: false,
    statuses: STATUSES,
    resolvedBy: ["certificate.removed", "certificate.recovered"],
    sentence: "{unreachable}"
  },
  "certificate.untrusted": {
    ...LASTING_FINDING,
    sentence: "is not trusted by TLS clients ({code})",
    resolved: "is trusted again",
    isRejected: true,
    sample: {
      qualifier: "",
      severity: "critical",
      code: "missing-intermediate",
      detail: "The server does not send the intermediate certificate. Add it to the server's chain."
    }
  },
  "certificate.revoked": {
    ...LASTING_FINDING,
    sentence: "was revoked",
    resolved: "is no longer revoked",
    isRejected: true,
    sample: {
      qualifier: "",
      severity: "critical",
      code: "revoked",
      detail: "The issuer revoked this certificate. Replace it now."
    }
  },
  "certificate.revocation_announced": {
    ...LASTING_FINDING,
    // Only `affected --notify` knows the announcement, so that a later scan without it does not end the alert.
    resolvedBy: WITH_CERTIFICATE,
    sentence: "will be revoked by its CA",
    resolved: "no longer has the certificate that its CA revokes",
    sample: {
      qualifier: "",
      severity: "critical",
      code: "revocation-announced",
      detail: "Its CA revokes this certificate by 2026-12-05 14:00 UTC. Renew and deploy it before."
    }
  },
  "certificate.policy_violation": {
    ...LASTING_FINDING,
    sentence: "violates policy {qualifier}",
    resolved: "complies with policy {qualifier} again",
    variants: {
      expect: { sentence: "does not match its expectations", resolved: "matches its expectations again" },
      "expect.dane": {
        sentence: "conflicts with its TLSA records (DANE)",
        resolved: "agrees with its TLSA records again"
      },
      "expect.caa": { sentence: "conflicts with CAA records", resolved: "agrees with CAA records again" }
    },
    sample: {
      qualifier: "an-example",
      severity: "warning",
      code: "policy-min-key-size",
      detail: "The key has 1024 bits, but at least 2048 are required. Reissue the certificate with a new key."
    }
  },
  "certificate.lagging": {
    ...LASTING_FINDING,
    sentence: "has a renewed certificate that is not deployed everywhere",
    resolved: "is now deployed everywhere",
    variants: { issued: { sentence: "has a renewal that is not deployed", resolved: "has no pending renewal" } },
    sample: {
      qualifier: "",
      severity: "warning",
      code: "locations-disagree",
      detail: "One location still serves the certificate that the others have replaced. Deploy the new certificate there too."
    }
  },
  "certificate.renewal_failing": {
    ...LASTING_FINDING,
    sentence: "will not be renewed automatically",
    resolved: "will be renewed automatically again",
    sample: { qualifier: "", severity: "warning", code: "renewal-failing", detail: "The renewal fails (CAA_ERROR)." }
  },
  "certificate.ari_window_open": {
    ...LASTING_FINDING,
    sentence: "is in its suggested renewal window",
    resolved: "is no longer in its suggested renewal window",
    sample: {
      qualifier: "",
      severity: "info",
      code: "renewal-due",
      detail: "The issuer suggests renewing this certificate now."
    }
  },
  "certificate.ari_window_shift": {
    ...LASTING_FINDING,
    oneShot: true,
    sentence: "has an earlier suggested renewal window",
    resolved: "no longer needs to be renewed early",
    sample: {
      qualifier: "",
      severity: "warning",
      code: "renewal-moved-earlier",
      detail: "The issuer suggests renewing this certificate earlier than before, possibly because of a mass revocation."
    }
  },
  "certificate.discovered": {
    ...LASTING_FINDING,
    oneShot: true,
    sentence: "has a certificate that no entry knows",
    resolved: "no longer has an unknown certificate",
    sample: {
      qualifier: "",
      severity: "warning",
      code: "certificate-unknown",
      detail: "An unknown certificate for pay.example.org was issued by Example CA on 2027-03-01. It expires on 2027-05-30. If your team ordered it, add an entry for it. Otherwise find out who did, and ask the CA to revoke it."
    }
  },
  "certificate.fixture_expiring": {
    ...LASTING_FINDING,
    isOnlyByName: true,
    statuses: ["warning"],
    sentence: "has expiring test certificates",
    resolved: "no longer has expiring test certificates",
    sample: {
      qualifier: "",
      severity: "warning",
      code: "fixture-expiring",
      detail: "1 test certificate expires soon: testdata/server.pem (2027-04-01). Tests that use it will fail from then on. Create it again, or generate certificates in the tests."
    }
  },
  "certificate.registration_status": {
    ...LASTING_FINDING,
    sentence: "has the status {qualifier}",
    resolved: "no longer has the status {qualifier}",
    variants: {
      "redemption-period": {
        sentence: "was deleted, and only the registrar can restore it",
        resolved: "is no longer in its redemption period"
      },
      "pending-delete": { sentence: "will be deleted within days", resolved: "will no longer be deleted" },
      "server-hold": { sentence: "is on hold at the registry", resolved: "is no longer on hold at the registry" },
      "pending-restore": { sentence: "is deleted, and its restoration is pending", resolved: "is restored" },
      inactive: { sentence: "has no name servers any more", resolved: "has name servers again" },
      "client-hold": { sentence: "is on hold at the registrar", resolved: "is no longer on hold at the registrar" }
    },
    isRejected: true,
    sample: {
      qualifier: "client-hold",
      severity: "critical",
      code: "domain-client-hold",
      detail: "The registrar took example.org out of the DNS, for example because an invoice or the verification of a contact is open. Contact it now."
    }
  },
  "certificate.transfer_lock": {
    ...LASTING_FINDING,
    sentence: "can be moved to another registrar ({code})",
    resolved: "is locked against transfers again",
    sample: {
      qualifier: "",
      severity: "warning",
      code: "domain-unlocked",
      detail: "The registry reports no transfer lock for example.org. Enable it at the registrar."
    }
  },
  "certificate.mta_sts": {
    ...LASTING_FINDING,
    sentence: "has a problem with MTA-STS ({code})",
    resolved: "no longer has a problem with MTA-STS ({qualifier})",
    sample: {
      qualifier: "mx",
      severity: "critical",
      code: "mta-sts-mx-mismatch",
      detail: "The MTA-STS policy of example.org does not permit mx2.example.org, so senders do not deliver there. Add it to the policy, and change the id of the TXT record."
    }
  },
  "certificate.dnssec": {
    ...LASTING_FINDING,
    sentence: "has a problem with DNSSEC ({code})",
    resolved: "no longer has a problem with DNSSEC ({qualifier})",
    sample: {
      qualifier: "resign",
      severity: "warning",
      code: "dnssec-not-resigned",
      detail: "The DNSSEC signatures of example.org (SOA) expire on 2027-03-04 at 06:00 UTC, and were not renewed. Find out why its signer has stopped."
    }
  },
  "certificate.renewed": {
    ...RESOLUTION,
    sentence: "was renewed"
  },
  "certificate.removed": {
    ...RESOLUTION,
    sentence: "is no longer in use",
    others: "has another date, or is no longer monitored"
  },
  "certificate.recovered": {
    ...RESOLUTION,
    sentence: "{resolved}"
  },
  "scan.stale": {
    kind: "scan",
    oneShot: true,
    statuses: ["unknown"],
    resolvedBy: [],
    sentence: "Certificates have not been scanned since {last_seen}"
  },
  "scan.blind": {
    kind: "scan",
    oneShot: false,
    statuses: ["unknown"],
    resolvedBy: ["scan.recovered"],
    sentence: "The scan could not reach any endpoint"
  },
  "scan.recovered": {
    ...RESOLUTION,
    statuses: ["unknown"],
    sentence: "The scan reaches endpoints again"
  }
};
var EVENT_NAMES = Object.keys(EVENTS);
function isFinding(event) {
  return EVENTS[event].kind === "finding";
}
var FINDING_NAMES = EVENT_NAMES.filter(isFinding);
var RESOLUTION_NAMES = EVENT_NAMES.filter(
  (event) => EVENTS[event].kind === "resolution"
);
var CLIENT_REJECTIONS = FINDING_NAMES.filter((event) => "isRejected" in EVENTS[event]);
var STATUS_ALERTS = EVENT_NAMES.filter(
  (event) => EVENTS[event].kind === "expiry" || CLIENT_REJECTIONS.some((name) => name === event)
);
var SCAN_EVENTS = EVENT_NAMES.filter((event) => event.startsWith("scan."));

// src/scan/tls/handshake.ts
var MAX_CERTIFICATES = 100;
var MAX_STAPLED_BYTES = 64 * 1024;
function openTlsSocket(target, { name, context, protocols }) {
  const socket = connect3({
    ...target,
    servername: isIP3(name) === 0 ? name : "",
    secureContext: context,
    rejectUnauthorized: false,
    requestOCSP: true,
    ...protocols.length > 0 && { ALPNProtocols: [...protocols] }
  });
  return limitDescription(socket);
}
function receiveCertificates(secure, { thorough, protocols }) {
  return new Promise((resolve, reject) => {
    if (secure.destroyed) return reject(secure.errored ?? createConnectionError("ECONNRESET"));
    let stapled;
    secure.once("OCSPResponse", (response) => {
      stapled = response !== null && response.length <= MAX_STAPLED_BYTES ? response : null;
    });
    let seen = [];
    let facts = {};
    let group = null;
    const closed = () => reject(createConnectionError("ECONNRESET"));
    const readServed = () => {
      try {
        seen = readPeerCertificates(secure, seen);
        facts = { ...facts, ...readFacts(secure, protocols) };
        group = readGroup(secure) ?? group;
      } catch (error) {
        reject(error);
      }
      return seen;
    };
    const finish = (served) => resolve({
      served,
      stapled,
      group,
      observed: { ...facts, ...stapled !== void 0 && { staples: stapled !== null } }
    });
    if (thorough) secure.once("keylog", readServed);
    secure.once("secureConnect", () => {
      secure.off("close", closed);
      const served = readServed();
      if (thorough) secure.end(() => finish(served));
      else finish(served);
    });
    secure.on("error", (error) => {
      const served = readServed();
      if (served.length > 0) finish(served);
      else reject(error);
    });
    secure.once("close", closed);
  });
}
function readFacts(socket, protocols) {
  const tls_version = readVersion(socket);
  const { standardName: cipher } = socket.getCipher() ?? {};
  return {
    ...tls_version && { tls_version },
    // Before a suite is negotiated, it is `undefined` or `(NONE)`.
    ...cipher?.startsWith("TLS_") && { cipher },
    // Node reports `false` if the server did not choose a protocol, and also if none was offered.
    ...protocols.length > 0 && socket.alpnProtocol !== null && { alpn: socket.alpnProtocol || null }
  };
}
function readVersion(socket) {
  const name = socket.getProtocol()?.replace(/^TLSv(1)$/, "TLSv$1.0");
  return TLS_VERSIONS.find((version) => name === `TLSv${version}`);
}
var CURVE_NAMES = { prime256v1: "secp256r1" };
function readGroup(socket) {
  const { type, name, size } = socket.getEphemeralKeyInfo() ?? {};
  if (name !== void 0) return CURVE_NAMES[name] ?? name;
  if (type === "DH") return socket.getProtocol() === "TLSv1.3" ? `ffdhe${size}` : "DHE";
  return /^TLS_RSA_WITH_/.test(socket.getCipher()?.standardName ?? "") ? "RSA" : null;
}
function readPeerCertificates(socket, seen) {
  const served = [];
  let certificate = socket.getPeerX509Certificate();
  while (certificate !== void 0 && served.length < MAX_CERTIFICATES) {
    served.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return served.length > 0 ? served : seen;
}

// src/scan/tls/read-server.ts
async function readServer(attempt, getTlsContext2) {
  const first = startAttempt(attempt, getTlsContext2);
  if (!offersPostQuantum(attempt.profile)) return first.read;
  const seconds = attempt.seconds / 2;
  if (await settlesWithin(seconds, first.read) || first.progress.phase !== "handshake") return first.read;
  const second = startAttempt({ ...attempt, profile: "compact", seconds }, getTlsContext2);
  const requireServed = async ({ read }) => {
    const found = await read;
    if ("served" in found) return found;
    throw found;
  };
  try {
    return await Promise.any([first, second].map(requireServed));
  } catch {
    const [failed] = await Promise.all([first.read, second.read]);
    return failed;
  } finally {
    for (const { progress } of [first, second]) endAttempt(progress);
  }
}
async function settlesWithin(seconds, result) {
  const timeout = startTimeout(seconds * 1e3);
  try {
    return await Promise.race([result.then(() => true), timeout.passed.catch(() => false)]);
  } finally {
    timeout.clear();
  }
}
function startAttempt(attempt, getTlsContext2) {
  const progress = { phase: "connect", step: "", socket: null, address: null, finished: false };
  return { progress, read: tryServer(attempt, getTlsContext2, progress) };
}
async function tryServer(attempt, getTlsContext2, progress) {
  const { location, proxy, seconds } = attempt;
  const deadline = performance.now() + seconds * 1e3;
  const timeout = startTimeout(seconds * 1e3);
  try {
    return await Promise.race([timeout.passed, readOffering(attempt, getTlsContext2, progress, deadline)]);
  } catch (error) {
    if (!isSystemError(error) && !(error instanceof ProxyError)) throw error;
    const failed = createConnectionFailure(error, { ...attempt, ...progress, proxy: proxy?.name ?? null });
    return { location, observed: observeAddress(progress, proxy), failure: failed };
  } finally {
    progress.finished = true;
    timeout.clear();
    progress.socket?.destroy();
  }
}
async function readOffering(attempt, getTlsContext2, progress, deadline) {
  try {
    return await readCertificates(attempt, getTlsContext2, progress, deadline);
  } catch (error) {
    if (getErrorCode(error) !== "ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL" || progress.finished) throw error;
    progress.phase = "connect";
    return readCertificates({ ...attempt, protocols: [] }, getTlsContext2, progress, deadline);
  }
}
async function readCertificates(attempt, getTlsContext2, progress, deadline) {
  const { location, proxy, starttls, requested, profile, thorough } = attempt;
  const protocols = offersProtocols(profile) ? attempt.protocols : [];
  const secured = { name: attempt.name, context: getTlsContext2(profile), protocols };
  const isPlain = proxy === null && starttls === null;
  const secure = isPlain ? await connectFirst((host, port) => openTlsSocket({ host, port }, secured), attempt, progress, deadline) : await secureStream(attempt, secured, progress, deadline);
  if (!(secure instanceof TLSSocket2)) return secure;
  progress.phase = "handshake";
  const {
    served,
    stapled,
    group,
    observed: handshake
  } = await traceWork(
    "handshake",
    {
      subject: () => `${progress.address ?? location} server name ${secured.name}, profile ${profile}`,
      describe: (peer) => describePeer(peer, secure),
      // The caller that ends the attempt closes the socket.
      describeError: (error) => progress.finished ? "no answer" : describeTracedError(error)
    },
    () => receiveCertificates(secure, { thorough, protocols })
  );
  const at = observeAddress(progress, proxy);
  const [leaf] = served;
  if (leaf === void 0) return { location, observed: at, failure: createFailure2("no-certificate-served", location) };
  if (!hasKeyAlgorithm(leaf, requested))
    return { location, observed: at, failure: createFailure2("tls-handshake-failed", location) };
  const { tls_version: version } = handshake;
  return {
    location,
    observed: {
      ...at,
      ...handshake,
      ...group !== null && { key_exchange: { group, post_quantum: isPostQuantum(group, version, profile) } }
    },
    served,
    ...stapled !== void 0 && { stapled },
    ...version && OBSOLETE_VERSIONS.includes(version) && { notice: createFailure2("tls-version-obsolete", version) }
  };
}
function describePeer({ served, stapled, group }, secure) {
  const found = [
    ...describeTls(secure),
    group,
    formatCount(served.length, "certificate"),
    stapled && "stapled OCSP response"
  ];
  return found.filter(Boolean).join(", ");
}
function observeAddress({ address, phase }, proxy) {
  return address === null || proxy !== null && phase === "connect" ? {} : { address };
}
function isPostQuantum(group, version, profile) {
  if (isPostQuantumGroup(group)) return true;
  const isOffered = version === "1.3" ? offersPostQuantum(profile) : version !== void 0 && profile !== "legacy";
  return isOffered ? false : null;
}
var OBSOLETE_VERSIONS = ["1.0", "1.1"];
async function secureStream(attempt, secured, progress, deadline) {
  const { location, proxy, starttls, addresses } = attempt;
  const onStep = (step) => {
    progress.step = step;
  };
  const { port } = proxy ?? attempt;
  const socket = await connectFirst(openTcpSocket, { addresses, port }, progress, deadline);
  let stream = socket;
  if (proxy !== null) {
    progress.phase = "proxy";
    progress.address = attempt.address && formatAuthority(attempt.address, attempt.port);
    onStep("TLS handshake");
    if (proxy.kind === "https") stream = await secureProxy(socket, proxy, { timeout_ms: deadline - performance.now() });
    checkTunnel(await openTunnel(stream, proxy, attempt.address ?? attempt.host, attempt.port, onStep), proxy);
  }
  if (starttls !== null) {
    progress.phase = "starttls";
    const outcome = await negotiateStartTls(stream, starttls, attempt.name, onStep);
    const failed = createStartTlsFailure(outcome, starttls, location);
    if (failed !== null) return { location, observed: observeAddress(progress, proxy), failure: failed };
    if (starttls === "mssql") stream = createTdsStream(stream);
  }
  return openTlsSocket({ socket: stream }, secured);
}
function hasKeyAlgorithm(leaf, profile) {
  return profile === "default" || readKeyAlgorithm(leaf) === profile;
}
function readKeyAlgorithm(leaf) {
  try {
    const { asymmetricKeyType: type = "" } = new X509Certificate(leaf).publicKey;
    if (type.startsWith("rsa")) return "rsa";
    return type.startsWith("ml-dsa") ? "ml-dsa" : "ecdsa";
  } catch {
    return null;
  }
}

// src/scan/tls/reader-thread.ts
var getTlsContext = createContextCache(null);
if (workerData?.isTraced)
  subscribeTrace((event) => parentPort?.postMessage({ trace: event }));
parentPort?.on("message", async (request) => parentPort?.postMessage(await respond(request)));
async function respond({ id, attempt }) {
  try {
    return { id, read: await readServer(attempt, getTlsContext) };
  } catch (bug) {
    return { id, bug };
  }
}
