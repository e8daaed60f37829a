/** Checks the options `--shards` and `--probe` of `certvigil init` against the manifest. */

import type { Manifest } from '../../domain/index.ts';
import { createUsageError } from '../../lib/app-error.ts';
import { listProbes } from '../observe/select-entries.ts';
import { MAX_WORKFLOW_SHARDS, type ProbeRunner } from './observe-workflow.ts';

/** Parses the number of shards; null: not given. Throws AppError `usage`. */
export function parseShards(text: string | null): number | null {
  if (text === null) return null;
  const count = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 0;
  if (count >= 2 && count <= MAX_WORKFLOW_SHARDS) return count;
  throw createUsageError(
    `invalid number "${text}" for --shards`,
    `Use a whole number from 2 to ${MAX_WORKFLOW_SHARDS}: a matrix has at most 256 jobs.`,
  );
}

const PROBE_NAME = /^[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?$/;
const LABEL = /^[\w.-]+$/;

/** Parses `office=self-hosted,office`. Throws AppError `usage`. */
export function parseProbeRunner(text: string): ProbeRunner {
  const [probe = '', ...rest] = text.split('=');
  const labels = rest.join('=').split(',');
  if (PROBE_NAME.test(probe) && probe !== 'none' && labels.every((label) => LABEL.test(label)))
    return { probe, labels };
  throw createUsageError(
    `invalid probe "${text}" for --probe`,
    'Use NAME=RUNNER with the labels of its runner, such as office=self-hosted,office.',
  );
}

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
