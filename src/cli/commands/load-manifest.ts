/** Loads the manifest for a command that acts on it. */

import { checkManifest } from '../../app/check-manifest.ts';
import { countSeverity, printDiagnostics } from '../../app/print-diagnostics.ts';
import type { Manifest } from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import type { LoadedManifest } from '../../manifest/load.ts';
import { isColored } from './terminal.ts';

interface LoadOptions {
  manifest: string | null;
  quiet: boolean;
}

/** Prints the diagnostics on standard error. Returns null if there is an error: the exit code is then 2. */
export async function loadManifestFor(options: LoadOptions, io: Io): Promise<Manifest | null> {
  return reportDiagnostics(await checkManifest(options.manifest, io), options, io);
}

/** Prints the diagnostics on standard error, and returns the manifest if there is no error. */
export function reportDiagnostics(loaded: LoadedManifest, { quiet }: { quiet: boolean }, io: Io): Manifest | null {
  const { diagnostics, manifest } = loaded;
  const printed = quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics;
  printDiagnostics(printed, io.stderr, isColored(io, 'stderr'));
  if (manifest === null) {
    io.stderr(`${countSeverity(diagnostics, 'error')} in the manifest; nothing was done. Run 'certvigil validate'.\n`);
  }
  return manifest;
}
