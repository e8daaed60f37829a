import type { Options } from '../arguments.ts';
import { checkManifest } from '../check.ts';
import type { Io } from '../io.ts';
import type { LoadedManifest } from '../manifest/load.ts';
import type { Diagnostic } from '../types.ts';
import { colored, counted, printDiagnostics } from './load.ts';

/** Checks each manifest, and answers 2 where one has an error. The diagnostics are the result. */
export async function validateCommand(options: Options, io: Io): Promise<number> {
  const files = options.operands.length > 0 ? options.operands : [options.manifest];
  const checked: LoadedManifest[] = [];
  for (const file of files) checked.push(await checkManifest(file, io));
  const diagnostics = checked.flatMap((loaded) => loaded.diagnostics);
  if (options.format === 'json') io.stdout(asJson(checked, diagnostics));
  else printText(checked, diagnostics, options, io);
  return diagnostics.some(({ severity }) => severity === 'error') ? 2 : 0;
}

function printText(checked: LoadedManifest[], diagnostics: Diagnostic[], options: Options, io: Io): void {
  printDiagnostics(diagnostics, io.stdout, colored(io, 'stdout'));
  if (options.quiet) return;
  for (const { manifest } of checked) {
    if (manifest === null) continue;
    const { entries, rules, webhooks } = manifest;
    io.stdout(
      `${manifest.file}: valid; certificates: ${entries.length}, rules: ${rules.length}, webhooks: ${webhooks.length}\n`,
    );
  }
  if (diagnostics.length > 0) io.stdout(`${counted(diagnostics, 'error')}, ${counted(diagnostics, 'warning')}\n`);
}

function asJson(checked: LoadedManifest[], diagnostics: Diagnostic[]): string {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((one) => one.severity === severity).length;
  const result = {
    version: 1,
    valid: count('error') === 0,
    files: checked.flatMap(({ files }) => files),
    errors: count('error'),
    warnings: count('warning'),
    diagnostics: diagnostics.map(({ source, ...shown }) => ({ ...shown, text: source?.text ?? null })),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}
