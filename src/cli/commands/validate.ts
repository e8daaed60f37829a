import { checkManifestAndPolicies } from '../../app/check-policies.ts';
import type { Diagnostic, Manifest } from '../../domain/index.ts';
import { AppError, formatError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import type { LoadedManifest } from '../../manifest/load.ts';
import type { Options } from '../parse-options.ts';
import { formatCount, isColored, printDiagnostics, withClock } from './load-manifest.ts';

/**
 * Checks each manifest, and answers 2 where one has an error, or with `--strict` a warning. The diagnostics are the
 * result; of a file that cannot be read there are none, so that it is told on standard error, and the others are checked
 * all the same.
 */
export async function runValidateCommand(options: Options, io: Io): Promise<number> {
  const files = options.operands.length > 0 ? options.operands : [options.manifest];
  const checked: LoadedManifest[] = [];
  let unread = 0;
  for (const file of files) {
    try {
      checked.push(await checkManifestAndPolicies(file, withClock(options.now, io)));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      io.stderr(formatError(error));
      unread += 1;
    }
  }
  const diagnostics = checked.flatMap((loaded) => loaded.diagnostics);
  const valid =
    unread === 0 &&
    !diagnostics.some(({ severity }) => severity === 'error' || (options.strict && severity === 'warning'));
  if (options.format === 'json') io.stdout(asJson(checked, diagnostics, unread, valid));
  else printText(checked, diagnostics, options, io);
  return valid ? 0 : 2;
}

function printText(checked: LoadedManifest[], diagnostics: Diagnostic[], options: Options, io: Io): void {
  printDiagnostics(diagnostics, io.stdout, isColored(io, 'stdout'));
  if (options.quiet) return;
  for (const { manifest, diagnostics: own } of checked) {
    if (manifest !== null && !(options.strict && own.some(({ severity }) => severity === 'warning')))
      io.stdout(formatValid(manifest));
  }
  if (diagnostics.length > 0)
    io.stdout(`${formatCount(diagnostics, 'error')}, ${formatCount(diagnostics, 'warning')}\n`);
}

/** The line that says a manifest is valid, and what is in it. */
export function formatValid({ file, entries, rules, webhooks }: Manifest): string {
  return `${file}: valid; certificates: ${entries.length}, rules: ${rules.length}, webhooks: ${webhooks.length}\n`;
}

function asJson(checked: LoadedManifest[], diagnostics: Diagnostic[], unread: number, valid: boolean): string {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((one) => one.severity === severity).length;
  const result = {
    version: 1,
    valid,
    files: checked.flatMap(({ files }) => files),
    errors: unread + count('error'),
    warnings: count('warning'),
    diagnostics: diagnostics.map(({ source, ...shown }) => ({ ...shown, text: source?.text ?? null })),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}
