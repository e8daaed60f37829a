const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  formatCount,
  formatNumber,
  isCovered,
  renderJson
} from "./validate-manifest.js";
import {
  escapeUnprintable,
  truncateToWidth
} from "./common-words.js";
import {
  ERASE_LINE
} from "./package.js";

// src/cli/commands/terminal.ts
function isColored(io, stream) {
  return io.isTTY[stream] && !io.env.NO_COLOR && io.env.TERM !== "dumb";
}
function getTableLayout(io) {
  return { color: isColored(io, "stdout"), columns: io.isTTY.stdout ? io.columns : Number.POSITIVE_INFINITY };
}
var PROGRESS_INTERVAL = 200;
var SLOW = 2e3;
function createProgress(quiet, io) {
  if (quiet || !io.isTTY.stderr) return void 0;
  let printedAt = 0;
  let timer = null;
  let latest = { done: 0, total: 0, findSlowest: () => null };
  const print = () => {
    printedAt = io.now();
    io.stderr(`${ERASE_LINE}${truncateToWidth(formatProgress(latest, io.now()), io.columns - 1)}`);
  };
  return (progress) => {
    latest = progress;
    timer ??= setInterval(print, 1e3).unref();
    if (progress.done < progress.total) {
      if (io.now() - printedAt >= PROGRESS_INTERVAL) print();
      return;
    }
    clearInterval(timer);
    timer = null;
    io.stderr(ERASE_LINE);
  };
}
function formatProgress({ done, total, findSlowest }, now) {
  const slowest = findSlowest();
  const isSlow = slowest !== null && now - slowest.since >= SLOW;
  const waiting = isSlow ? `, slowest: ${escapeUnprintable(slowest.name)} (${Math.floor((now - slowest.since) / 1e3)} s)` : "";
  return `Reading ${formatNumber(done)} of ${formatCount(total, "source")}${waiting}`;
}
function printRevocationTime(now, isChecked, io) {
  if (now !== null && isChecked) io.stderr("Revocation was checked for the current time, not for --now.\n");
}
function printIncompleteCoverage(coverage, { format, quiet }, io) {
  if (!isCovered(coverage) && (quiet || format !== "text"))
    io.stderr(`certvigil: ${escapeUnprintable(coverage.text)}
`);
}
function printWarnings(problems, io) {
  for (const { code, detail } of problems) io.stderr(`certvigil: warning[${code}]: ${escapeUnprintable(detail)}
`);
}

// src/report/format/code-quality.ts
import { createHash } from "node:crypto";
function renderCodeQuality(issues) {
  const seen = /* @__PURE__ */ new Map();
  return renderJson(
    issues.map(({ check, severity, description, position, identity }) => {
      const key = JSON.stringify([check, ...identity]);
      const nth = seen.get(key) ?? 0;
      seen.set(key, nth + 1);
      return {
        description,
        check_name: check,
        fingerprint: createHash("sha256").update(`${key} ${nth}`).digest("hex"),
        severity,
        location: { path: position.file.replace(/^\.\//, ""), lines: { begin: position.line } }
      };
    })
  );
}

export {
  isColored,
  getTableLayout,
  createProgress,
  printRevocationTime,
  printIncompleteCoverage,
  printWarnings,
  renderCodeQuality
};
