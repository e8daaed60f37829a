const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  endProcess,
  handleSignals
} from "./interruption.js";
import {
  AppError,
  createRedactor,
  escapeUnprintable,
  formatError,
  isMaskable,
  listEnvironmentCredentials
} from "./common-words.js";
import {
  ERASE_LINE,
  MASK,
  readVariable,
  truncateTo
} from "./package.js";
import {
  decodePercent,
  describeTracedError,
  isTracing,
  subscribeTrace,
  trace
} from "./host-port.js";

// src/lib/process/crashes.ts
function reportCrashes(io, events, exit) {
  events.on("uncaughtException", (error) => {
    io.stderr(formatError(error));
    exit(3);
  });
}

// src/lib/process/process-io.ts
import { setTimeout as delay } from "node:timers/promises";

// src/lib/secrets/redacting-io.ts
function createRedactingIo(io) {
  const registered = /* @__PURE__ */ new Set();
  const added = /* @__PURE__ */ new Set();
  const listSecrets = () => [...Array.from(registered, (variable) => readVariable(variable, io.env)), ...added].filter((value) => value !== "");
  let mask = (text) => text;
  return {
    ...io,
    stdout: (text) => io.stdout(mask(text)),
    stderr: (text) => io.stderr(mask(text)),
    mask: (text) => mask(text),
    registerSecrets: (variables) => {
      for (const variable of variables) registered.add(variable);
      mask = createRedactor(listSecrets());
    },
    addSecrets: (values) => {
      const known = added.size;
      for (const value of values) added.add(value);
      if (added.size > known) mask = createRedactor(listSecrets());
    },
    listSecrets
  };
}

// src/lib/process/process-io.ts
var TOKEN_VARIABLES = ["INPUT_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"];
var RUNNER_TOKENS = ["ACTIONS_RUNTIME_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
function createProcessIo(host = process) {
  const { env, stdout, stderr } = host;
  ignoreWriteErrors(stdout);
  ignoreWriteErrors(stderr);
  const write = createPrinter(stderr);
  const exit = (code) => {
    write(stderr, "");
    endProcess(code);
  };
  const io = createRedactingIo({
    cwd: host.cwd(),
    env,
    now: Date.now,
    // Opening standard input takes time, and few commands read it.
    stdin: () => host.stdin,
    stdout: (text) => write(stdout, text),
    drainStdout: async () => stdout.writableNeedDrain ? flush(stdout) : void 0,
    stderr: (text) => write(stderr, text),
    isTTY: {
      get stdin() {
        return host.stdin.isTTY === true;
      },
      stdout: stdout.isTTY === true,
      stderr: stderr.isTTY === true
    },
    // A terminal of unknown width reports 0.
    columns: stdout.columns || 80,
    github: readGitHubAccess(env),
    sleep: (milliseconds, signal) => delay(milliseconds, void 0, { signal }),
    ...handleSignals({ on: host.on.bind(host), exit }, (text) => write(stderr, text))
  });
  io.registerSecrets([...TOKEN_VARIABLES, ...RUNNER_TOKENS]);
  io.addSecrets(listEnvironmentCredentials(env));
  redactDiagnostics(stderr, io.mask);
  return io;
}
function createPrinter(stderr) {
  let hasProgress = false;
  return (stream, text) => {
    const isProgress = text.startsWith(ERASE_LINE);
    if (hasProgress && !isProgress) print(stderr, ERASE_LINE);
    hasProgress = isProgress && text !== ERASE_LINE;
    print(stream, text);
  };
}
function redactDiagnostics(stream, redact) {
  const write = stream.write.bind(stream);
  stream.write = (chunk, ...rest) => write(redact(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString()), ...rest);
}
function readGitHubAccess(env) {
  const token = TOKEN_VARIABLES.map((name) => env[name]?.trim()).find(Boolean);
  const repository = env.GITHUB_REPOSITORY ?? "";
  if (token === void 0 || !/^[\x21-\x7e]+$/.test(token)) return null;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) return null;
  return { token, repository, api_url: (env.GITHUB_API_URL || "https://api.github.com").replace(/(?<!\/)\/+$/, "") };
}
async function exitProcess(exitCode) {
  await flush(process.stdout);
  const failed = writeErrors.get(process.stdout);
  if (failed !== void 0) print(process.stderr, formatError(createOutputError(failed)));
  await flush(process.stderr);
  endProcess(failed === void 0 ? exitCode : 3);
}
function flush(stream) {
  return new Promise((resolve) => {
    if (writeErrors.has(stream)) resolve();
    else stream.write("", () => resolve());
  });
}
var writeErrors = /* @__PURE__ */ new Map();
function print(stream, text) {
  if (writeErrors.has(stream)) return;
  try {
    stream.write(text);
  } catch (error) {
    recordWriteError(stream, error);
  }
}
function ignoreWriteErrors(stream) {
  stream.on("error", (error) => recordWriteError(stream, error));
}
function recordWriteError(stream, error) {
  if (error.code !== "EPIPE" && !writeErrors.has(stream)) writeErrors.set(stream, error);
}
function createOutputError(cause) {
  const reason = cause.code === "ENOSPC" ? "the disk is full" : cause.code ?? "unknown system error";
  return new AppError("output-unwritable", `standard output could not be written: ${reason}`, {
    hint: "Only the output is missing; everything else is done. Check where the output goes, and run the command again if you need it.",
    exitCode: 3,
    cause
  });
}

// src/lib/http/trace-requests.ts
import { subscribe, unsubscribe } from "node:diagnostics_channel";
function subscribeToRequests() {
  const started = /* @__PURE__ */ new WeakMap();
  const finish = ({ request, response, error }) => {
    const describe = () => response === void 0 ? describeTracedError(error).result : String(response.statusCode);
    trace("request", () => [formatRequest(request), describe()], started.get(request) ?? null);
  };
  const listeners = {
    "undici:request:create": ({ request }) => started.set(request, performance.now()),
    "undici:request:headers": finish,
    "undici:request:error": finish
  };
  const all = Object.entries(listeners).map(
    ([name, listen]) => [name, (message) => listen(message)]
  );
  for (const [name, listener] of all) subscribe(name, listener);
  return () => {
    for (const [name, listener] of all) unsubscribe(name, listener);
  };
}
function formatRequest({ origin, method, path }) {
  const isForwarded = /^https?:\/\//.test(path);
  const url = isForwarded ? path : `${String(origin).replace(/\/$/, "")}${path}`;
  return `${method} ${url}${isForwarded ? ` through the proxy ${String(origin)}` : ""}`;
}

// src/lib/secrets/respelled.ts
var MAX_LENGTH = 1024;
var MIN_LENGTH = 8;
function containsRespelledSecret(text, secrets) {
  const squeezed = squeeze(text);
  return secrets.filter((secret) => secret.length <= MAX_LENGTH && isMaskable(secret)).map(squeeze).some((secret) => secret.length >= MIN_LENGTH && squeezed.includes(secret));
}
function squeeze(text) {
  return decodePercent(text).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

// src/lib/trace/start-trace.ts
var TRACE_VARIABLE = "CERTVIGIL_TRACE";
function isTraceRequested(env) {
  return !["", "0", "false"].includes(env[TRACE_VARIABLE]?.trim().toLowerCase() ?? "");
}
var MAX_LINE_LENGTH = 1e3;
function startTrace({ mask, listSecrets }, write) {
  if (isTracing()) return () => void 0;
  const started = performance.now();
  const secretAddresses = /* @__PURE__ */ new Set();
  const unsubscribe2 = subscribeTrace((event) => {
    if (event.addresses.length > 0 && mask(event.subject) !== event.subject)
      for (const address of event.addresses) secretAddresses.add(address);
    const redact = (part) => maskQueries(mask(part));
    const masked = formatEvent({ ...event, subject: redact(event.subject), result: redact(event.result) });
    const shown = containsRespelledSecret(masked, listSecrets()) ? `${event.kind} ${MASK}` : masked;
    const text = [...secretAddresses].reduce((rest, address) => rest.replaceAll(address, MASK), shown);
    const elapsed = (performance.now() - started) / 1e3;
    write(`trace +${elapsed.toFixed(3)}s ${truncateTo(escapeUnprintable(text), MAX_LINE_LENGTH)}`);
  });
  const unsubscribeFromRequests = subscribeToRequests();
  return () => {
    unsubscribeFromRequests();
    unsubscribe2();
  };
}
function maskQueries(text) {
  return text.replace(/(?<=https?:\/\/[^\s?]*\?)\S+/g, MASK);
}
function formatEvent({ kind, subject, result, ms }) {
  return `${kind} ${subject}: ${result}${ms === null ? "" : ` (${Math.round(ms)} ms)`}`;
}

export {
  reportCrashes,
  createProcessIo,
  exitProcess,
  isTraceRequested,
  startTrace
};
