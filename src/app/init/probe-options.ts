/** Checks the options `--shards` and `--probe` of `certvigil init` against the manifest. */

import type { Manifest } from '../../domain/index.ts';
import { createUsageError } from '../../lib/app-error.ts';
import { listProbes } from '../observe/select-entries.ts';
import type { ProbeRunner } from './observe-workflow.ts';

/** Each probe of the manifest needs a runner, and each runner a probe. Throws AppError `usage`. */
export function checkProbeRunners(probes: readonly ProbeRunner[], manifest: Manifest | null): void {
  const names = probes.map(({ probe }) => probe);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw createUsageError(
      `duplicate probe ${repeated} for --probe`,
      'A probe has one runner. Use its labels, separated by commas.',
    );
  if (manifest === null) return;
  const known = listProbes(manifest.entries);
  const unused = names.find((name) => !known.includes(name));
  if (unused !== undefined)
    throw createUsageError(
      `no entry in ${manifest.file} has the probe ${unused}`,
      `Add "probe: ${unused}" to the entries that it reads.`,
    );
  const missing = known.find((name) => !names.includes(name));
  if (missing !== undefined)
    throw createUsageError(
      `the probe ${missing} has no runner`,
      `Add --probe ${missing}=RUNNER, or nobody would read its entries.`,
    );
}
