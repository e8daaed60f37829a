const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  isColored,
  renderCodeQuality
} from "./terminal.js";
import {
  checkManifestAndPolicies
} from "./check-credentials.js";
import {
  countSeverity,
  formatValidManifest,
  printDiagnostics,
  renderJson
} from "./validate-manifest.js";
import {
  AppError,
  formatError
} from "./common-words.js";
import "./fetch-redirects.js";
import "./package.js";
import "./brace-expansion.js";
import "./failures.js";
import "./host-port.js";
import "./runtime.js";

// src/cli/commands/validate.ts
async function runValidateCommand(options, io) {
  const files = options.files.length > 0 ? options.files : [options.manifest];
  const checked = [];
  let unreadable = 0;
  for (const file of files) {
    try {
      checked.push(await checkManifestAndPolicies(file, io));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      io.stderr(formatError(error));
      unreadable += 1;
    }
  }
  const { strict, format, quiet } = options;
  const isValid = ({ diagnostics: diagnostics2 }) => !diagnostics2.some(({ severity }) => severity === "error" || strict && severity === "warning");
  const valid = unreadable === 0 && checked.every(isValid);
  const diagnostics = checked.flatMap((loaded) => loaded.diagnostics);
  if (format === "json") io.stdout(renderJson(toJson(checked, diagnostics, unreadable, valid)));
  else if (format === "codequality") io.stdout(renderCodeQuality(diagnostics.map(toCodeQuality)));
  else {
    printDiagnostics(diagnostics, io.stdout, isColored(io, "stdout"));
    if (!quiet) printSummary(checked.filter(isValid), diagnostics, io);
  }
  return valid ? 0 : 2;
}
function printSummary(valid, diagnostics, io) {
  for (const { manifest } of valid) if (manifest !== null) io.stdout(formatValidManifest(manifest));
  if (diagnostics.length === 0) return;
  io.stdout(`${countSeverity(diagnostics, "error")}, ${countSeverity(diagnostics, "warning")}
`);
}
function toJson(checked, diagnostics, unreadable, valid) {
  const count = (severity) => diagnostics.filter((one) => one.severity === severity).length;
  return {
    version: 1,
    valid,
    files: checked.flatMap(({ files }) => files),
    errors: unreadable + count("error"),
    warnings: count("warning"),
    diagnostics: diagnostics.map(({ source, ...rest }) => ({ ...rest, text: source?.text ?? null }))
  };
}
var SEVERITIES = { error: "blocker", warning: "minor", notice: "info" };
function toCodeQuality({ code, severity, message, hint, file, line, source }) {
  return {
    check: code,
    severity: SEVERITIES[severity],
    description: hint === void 0 ? message : `${message} ${hint}`,
    position: { file, line },
    // A message may name other lines.
    identity: [file, source?.text.trim() ?? message]
  };
}
export {
  runValidateCommand
};
