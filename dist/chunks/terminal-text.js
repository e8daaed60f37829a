const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  createUsageError,
  escapeUnprintable
} from "./common-words.js";

// src/lib/parse-choice.ts
function parseChoice(where, text, choices) {
  const found = choices.find((choice) => choice === text);
  if (found === void 0)
    throw createUsageError(`invalid value "${text}" for ${where}`, `Use one of: ${choices.join(", ")}.`);
  return found;
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

// src/lib/process/interruption.ts
var EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };
var INTERRUPT_SIGNALS = ["SIGINT", "SIGTERM"];
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
  let last = null;
  const interrupt = (signal) => {
    const isCopy = last?.signal === signal && clock() - last.at < MAX_COPY_DELAY_MS;
    if (isCopy) return;
    const isPartOfSequence = last?.signal === "SIGINT" && signal === "SIGTERM";
    last = { signal, at: clock() };
    const exitCode = EXIT_CODES[signal];
    if (isPartOfSequence && work !== null) return;
    if (work === null || work.signal.aborted) {
      target.exit(exitCode);
      return;
    }
    stderr(`certvigil: ${signal}: finishing what is in progress. Send the signal again to exit at once.
`);
    work.abort({ signal, exitCode });
  };
  for (const signal of INTERRUPT_SIGNALS) target.on(signal, interrupt);
  return async (run) => {
    const controller = new AbortController();
    work = controller;
    try {
      return await run(controller.signal);
    } finally {
      work = null;
    }
  };
}

// src/report/format/terminal-text.ts
var PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
var COMBINING = new RegExp("^\\p{M}$", "u");
var WIDE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Emoji_Presentation}\u3000-\u303e\u3099-\u30ff\u3200-\u33ff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]$/u;
function measureWidth(text) {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += measureCharacter(character);
  return columns;
}
function measureCharacter(character) {
  if (PRINTABLE_ASCII.test(character)) return 1;
  if (WIDE.test(character)) return 2;
  return COMBINING.test(character) ? 0 : 1;
}
function truncateToWidth(text, columns) {
  if (text.length * 2 <= columns || measureWidth(text) <= columns) return text;
  if (columns < 1) return "";
  let shown = "";
  let left = columns - 1;
  for (const character of text) {
    left -= measureCharacter(character);
    if (left < 0) break;
    shown += character;
  }
  return `${shown.trimEnd()}\u2026`;
}
function truncateLocationToWidth(location, columns) {
  const [, mark = "", path = ""] = /^(! )?(.*)$/s.exec(location) ?? [];
  const isPath = path.includes("/") && !/^[\w+.-]+:\/\//.test(path);
  if (!isPath || measureWidth(location) <= columns) return truncateToWidth(location, columns);
  let shown = "";
  let left = columns - mark.length - 1;
  for (const character of [...path].reverse()) {
    left -= measureCharacter(character);
    if (left < 0) break;
    shown = character + shown;
  }
  return truncateToWidth(`${mark}\u2026${shown.trimStart()}`, columns);
}
var MAX_WORD_WIDTH = 1e3;
var FIRST_WORDS = 300;
var LAST_WORDS = 100;
function wrapText(text, columns, indent) {
  const room = Math.max(1, columns - indent.length);
  const lines = [];
  let line = [];
  let used = 0;
  for (const word of splitWords(text)) {
    const taken = measureWidth(word);
    if (line.length > 0 && used + 1 + taken <= room) {
      line.push(word);
      used += 1 + taken;
      continue;
    }
    if (line.length > 0) lines.push(line.join(" "));
    line = [word];
    used = taken;
  }
  if (line.length > 0) lines.push(line.join(" "));
  return lines.map((each) => truncateToWidth(indent + each, columns));
}
function splitWords(text) {
  const words = escapeUnprintable(text).split(new RegExp("\\p{Zs}+", "u")).filter(Boolean);
  const shown = words.length > FIRST_WORDS + LAST_WORDS ? [...words.slice(0, FIRST_WORDS), "\u2026", ...words.slice(-LAST_WORDS)] : words;
  return shown.map((word) => truncateToWidth(word, MAX_WORD_WIDTH));
}

// src/report/kinds/kind.ts
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
  "watched"
];

// src/app/observations/shard.ts
import { createHash } from "node:crypto";
var MAX_SHARDS = 1e3;
function parseShard(text) {
  const [, index, count] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index <= shard.count && shard.count <= MAX_SHARDS ? shard : null;
}
function formatShard({ index, count }) {
  return `${index}/${count}`;
}
function computeShardIndex(name, count) {
  const hash = createHash("sha256").update(name).digest();
  return hash.readUIntBE(0, 6) % count + 1;
}

export {
  measureWidth,
  truncateToWidth,
  truncateLocationToWidth,
  MAX_WORD_WIDTH,
  wrapText,
  parseChoice,
  REPORT_KINDS,
  parseShard,
  formatShard,
  computeShardIndex,
  parseReportRequest,
  parseReportKind,
  getInterruption,
  NEVER_INTERRUPTED,
  endProcess,
  handleSignals
};
