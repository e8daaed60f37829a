/** Checks the options `--shards` and `--probe` of `certvigil init` against the manifest. */

import type { Manifest } from '../../domain/index.ts';
import { createUsageError } from '../../lib/app-error.ts';
import { toSigningVariable } from '../../lib/secrets/references.ts';
import { listProbes } from '../observe/select-entries.ts';
import type { ProbeRunner } from './observe-workflow.ts';

/** Checks that each probe of the manifest has a runner, and each runner a probe. Throws AppError `usage`. */
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

/** A variable with which files are signed. */
export interface SigningSecret {
  /** null: entries without a probe. */
  probe: string | null;
  name: string;
}

/** Lists the variables of a new manifest: one for each probe, and one for entries without a probe. Empty without probes. */
export function listSigningSecrets(probes: readonly ProbeRunner[]): SigningSecret[] {
  if (probes.length === 0) return [];
  const names = new Set<string>();
  return [null, ...probes.map(({ probe }) => probe)].map((probe) => {
    const base = toSigningVariable(probe);
    // The probes a.b and a-b, for example, have the same base.
    const name = names.has(base) ? `${base}_${names.size}` : base;
    names.add(name);
    return { probe, name };
  });
}
