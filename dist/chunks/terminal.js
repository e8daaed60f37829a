const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  checkManifest,
  countSeverity,
  isCovered,
  printDiagnostics
} from "./validate-manifest.js";
import {
  escapeUnprintable
} from "./common-words.js";

// src/cli/commands/terminal.ts
function isColored(io, stream) {
  return io.isTTY[stream] && !io.env.NO_COLOR && io.env.TERM !== "dumb";
}
function getTableLayout(io) {
  return { color: isColored(io, "stdout"), columns: io.isTTY.stdout ? io.columns : Number.POSITIVE_INFINITY };
}
function createProgress(quiet, io) {
  if (quiet || !io.isTTY.stderr) return void 0;
  let printedAt = 0;
  return (done, total) => {
    const now = io.now();
    if (done < total && now - printedAt < 100) return;
    printedAt = now;
    io.stderr(done < total ? `\rReading ${done} of ${total} sources` : "\r\x1B[2K");
  };
}
function printRevocationTime(now, isChecked, io) {
  if (now !== null && isChecked) io.stderr("Revocation was checked as of the current time, not as of --now.\n");
}
function printUntrueCoverage(coverage, { format, quiet }, io) {
  if (!isCovered(coverage) && (quiet || format !== "text"))
    io.stderr(`certvigil: ${escapeUnprintable(coverage.text)}
`);
}
function printWarnings(problems, io) {
  for (const { code, detail } of problems) io.stderr(`certvigil: warning[${code}]: ${escapeUnprintable(detail)}
`);
}

// src/cli/commands/load-manifest.ts
async function loadManifestFor(options, io) {
  return reportDiagnostics(await checkManifest(options.manifest, withClock(options.now ?? null, io)), options, io);
}
function reportDiagnostics(loaded, { quiet }, io) {
  const { diagnostics, manifest } = loaded;
  const printed = quiet ? diagnostics.filter(({ severity }) => severity === "error") : diagnostics;
  printDiagnostics(printed, io.stderr, isColored(io, "stderr"));
  if (manifest === null) {
    io.stderr(`${countSeverity(diagnostics, "error")} in the manifest; nothing was done. Run 'certvigil validate'.
`);
  }
  return manifest;
}
function withClock(now, io) {
  return now === null ? io : { ...io, now: () => now };
}

export {
  isColored,
  getTableLayout,
  createProgress,
  printRevocationTime,
  printUntrueCoverage,
  printWarnings,
  loadManifestFor,
  reportDiagnostics,
  withClock
};
