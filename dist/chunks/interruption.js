const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  createUsageError,
  suggest
} from "./common-words.js";

// src/lib/process/interruption.ts
var EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGBREAK: 149 };
var INTERRUPT_SIGNALS = ["SIGINT", "SIGTERM", "SIGBREAK"];
var MAX_COPY_DELAY_MS = 100;
function getInterruption({ aborted, reason }) {
  return aborted ? reason : null;
}
var NEVER_INTERRUPTED = new AbortController().signal;
function endProcess(exitCode) {
  const signal = INTERRUPT_SIGNALS.find((name) => EXIT_CODES[name] === exitCode);
  if (signal !== void 0 && process.getActiveResourcesInfo().some((name) => /^(?:FSReq|GetAddrInfo)/.test(name))) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
  process.exit(exitCode);
}
function handleSignals(target, stderr, clock = () => performance.now()) {
  let work = null;
  let explain = null;
  let last = null;
  const interrupt = (signal) => {
    const isCopy = last?.signal === signal && clock() - last.at < MAX_COPY_DELAY_MS;
    if (isCopy) return;
    const isPartOfSequence = last?.signal === "SIGINT" && signal !== "SIGINT";
    last = { signal, at: clock() };
    const exitCode = EXIT_CODES[signal];
    if (isPartOfSequence && work !== null) return;
    if (work === null || work.signal.aborted) {
      if (work === null && explain !== null) stderr(`certvigil: ${signal}: ${explain()}
`);
      target.exit(exitCode);
      return;
    }
    stderr(`certvigil: ${signal}: finishing what is in progress. Send the signal again to exit at once.
`);
    work.abort({ signal, exitCode, at: last.at });
  };
  for (const signal of INTERRUPT_SIGNALS) target.on(signal, interrupt);
  const deferExit = async (run) => {
    const controller = new AbortController();
    work = controller;
    try {
      return await run(controller.signal);
    } finally {
      work = null;
    }
  };
  const explainExit = async (describe, run) => {
    explain = describe;
    try {
      return await run();
    } finally {
      explain = null;
    }
  };
  return { deferExit, explainExit };
}

// src/lib/parse-choice.ts
function parseChoice(where, text, choices) {
  const found = choices.find((choice) => choice === text);
  if (found !== void 0) return found;
  const similar = suggest(text, choices);
  const hint = similar === void 0 ? `Use one of: ${choices.join(", ")}.` : `Did you mean ${similar}?`;
  throw createUsageError(`invalid value "${text}" for ${where}`, hint);
}

// src/app/reports/request.ts
function parseReportRequest(text) {
  const [, kind, file] = /^([a-z_-]+(?:\[[^\]]*\])?)=(.+)$/s.exec(text) ?? [];
  if (kind === void 0 || file === void 0) {
    throw createUsageError(`invalid report "${text}"`, "Use KIND=FILE, such as json=report.json.");
  }
  return { ...parseReportKind(kind), file };
}
function parseReportKind(text) {
  const [, kind, bracket] = /^([a-z_-]+)(?:\[([^\]]*)\])?$/s.exec(text) ?? [];
  if (kind === void 0) throw createUsageError(`invalid report "${text}"`, "Use KIND or KIND[OPTION=VALUE].");
  return { kind, options: bracket === void 0 ? {} : parseOptions(bracket, text) };
}
function parseOptions(bracket, text) {
  const pairs = bracket.split(";").map((pair) => {
    const [, name, value] = /^\s*([a-z_]+)=(.*)$/s.exec(pair) ?? [];
    if (name !== void 0 && value !== void 0) return [name, value.trim()];
    throw createUsageError(
      `invalid option "${pair}" in the report "${text}"`,
      "Use KIND[OPTION=VALUE], such as csv[columns=certificate status]."
    );
  });
  return Object.fromEntries(pairs);
}

// src/report/kinds/report-kind.ts
var REPORT_KINDS = [
  "json",
  "markdown",
  "openmetrics",
  "ics",
  "badge",
  "junit",
  "atom",
  "sarif",
  "cyclonedx",
  "html",
  "csv",
  "watched",
  "audit"
];
var OWN_KINDS = ["watched", "audit"];
var OVERVIEW_KINDS = REPORT_KINDS.filter((kind) => !OWN_KINDS.includes(kind));

// src/app/observations/shard.ts
var MAX_SHARDS = 1e3;
function parseShard(text) {
  const [, index, count] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index <= shard.count && shard.count <= MAX_SHARDS ? shard : null;
}
function formatShard({ index, count }) {
  return `${index}/${count}`;
}

export {
  getInterruption,
  NEVER_INTERRUPTED,
  endProcess,
  handleSignals,
  parseChoice,
  REPORT_KINDS,
  OVERVIEW_KINDS,
  parseReportRequest,
  parseReportKind,
  parseShard,
  formatShard
};
