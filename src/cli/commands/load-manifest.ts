import { checkManifest } from '../../app/check-manifest.ts';
import type { Diagnostic, Manifest } from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import { formatDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import type { LoadedManifest } from '../../manifest/load.ts';
import type { Options } from '../parse-options.ts';

/**
 * Loads the manifest for a command that acts on it. What is wrong with it goes to standard error; null where that
 * is an error, and the exit status is then 2.
 */
export async function loadManifestFor(options: Options, io: Io): Promise<Manifest | null> {
  return reportDiagnostics(await checkManifest(options.manifest, withClock(options.now, io)), options, io);
}

/** The manifest, once what is wrong with it is told; null where that is an error. */
export function reportDiagnostics(loaded: LoadedManifest, options: Pick<Options, 'quiet'>, io: Io): Manifest | null {
  const shown = options.quiet ? loaded.diagnostics.filter(({ severity }) => severity === 'error') : loaded.diagnostics;
  printDiagnostics(shown, io.stderr, isColored(io, 'stderr'));
  if (loaded.manifest === null) {
    io.stderr(`Nothing was done. ${formatCount(loaded.diagnostics, 'error')} to mend; see also: certvigil validate\n`);
    return null;
  }
  return loaded.manifest;
}

/** Who judges by another time is told of silences by that time too. */
export function withClock(now: number | null, io: Io): Io {
  return now === null ? io : { ...io, now: () => now };
}

export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  write: (text: string) => void,
  color: boolean,
): void {
  for (const diagnostic of diagnostics) write(`${formatDiagnostic(diagnostic, color)}\n`);
}

export function formatCount(diagnostics: readonly Diagnostic[], severity: Diagnostic['severity']): string {
  const count = diagnostics.filter((one) => one.severity === severity).length;
  return `${count} ${severity}${count === 1 ? '' : 's'}`;
}

/** Colour only on a terminal, and never against NO_COLOR. */
export function isColored(io: Io, stream: 'stdout' | 'stderr'): boolean {
  return io.isTTY[stream] && !io.env.NO_COLOR && io.env.TERM !== 'dumb';
}

/** Tables fit a terminal; to a pipe they are whole, so that a name can be searched for. */
export function getTableWidth(io: Io): number {
  return io.isTTY.stdout ? io.columns : Number.POSITIVE_INFINITY;
}
