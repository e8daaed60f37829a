/** `certvigil validate` */

import { checkManifestAndPolicies } from '../../app/check-policies.ts';
import { countSeverity, formatValidManifest, printDiagnostics } from '../../app/print-diagnostics.ts';
import type { Diagnostic } from '../../domain/index.ts';
import { AppError, formatError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import type { LoadedManifest } from '../../manifest/load.ts';
import { type CodeQualityIssue, renderCodeQuality } from '../../report/format/code-quality.ts';
import { renderJson } from '../../report/json.ts';
import type { CommandOptions } from '../command-specs.ts';
import { isColored } from './terminal.ts';

/**
 * Returns 2 if a manifest has an error, or with `--strict` a warning. Diagnostics go to standard output. A file that cannot
 * be read is reported on standard error, and the other files are still checked.
 */
export async function runValidateCommand(options: CommandOptions<'validate'>, io: Io): Promise<number> {
  const files = options.files.length > 0 ? options.files : [options.manifest];
  const checked: LoadedManifest[] = [];
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
  const isValid = ({ diagnostics }: LoadedManifest) =>
    !diagnostics.some(({ severity }) => severity === 'error' || (strict && severity === 'warning'));
  const valid = unreadable === 0 && checked.every(isValid);
  const diagnostics = checked.flatMap((loaded) => loaded.diagnostics);
  if (format === 'json') io.stdout(renderJson(toJson(checked, diagnostics, unreadable, valid)));
  else if (format === 'codequality') io.stdout(renderCodeQuality(diagnostics.map(toCodeQuality)));
  else {
    printDiagnostics(diagnostics, io.stdout, isColored(io, 'stdout'));
    if (!quiet) printSummary(checked.filter(isValid), diagnostics, io);
  }
  return valid ? 0 : 2;
}

function printSummary(valid: readonly LoadedManifest[], diagnostics: readonly Diagnostic[], io: Io): void {
  for (const { manifest } of valid) if (manifest !== null) io.stdout(formatValidManifest(manifest));
  if (diagnostics.length === 0) return;
  io.stdout(`${countSeverity(diagnostics, 'error')}, ${countSeverity(diagnostics, 'warning')}\n`);
}

function toJson(checked: LoadedManifest[], diagnostics: Diagnostic[], unreadable: number, valid: boolean) {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((one) => one.severity === severity).length;
  return {
    version: 1,
    valid,
    files: checked.flatMap(({ files }) => files),
    errors: unreadable + count('error'),
    warnings: count('warning'),
    diagnostics: diagnostics.map(({ source, ...rest }) => ({ ...rest, text: source?.text ?? null })),
  };
}

/** A scan does nothing with an invalid manifest. */
const SEVERITIES = { error: 'blocker', warning: 'minor', notice: 'info' } as const;

function toCodeQuality({ code, severity, message, hint, file, line, source }: Diagnostic): CodeQualityIssue {
  return {
    check: code,
    severity: SEVERITIES[severity],
    description: hint === undefined ? message : `${message} ${hint}`,
    position: { file, line },
    // A message may name other lines.
    identity: [file, source?.text.trim() ?? message],
  };
}
