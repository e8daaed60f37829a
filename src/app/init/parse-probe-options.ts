/** Parses the options `--shards` and `--probe` of `certvigil init`. */

import { createUsageError } from '../../lib/app-error.ts';
import type { ProbeRunner } from './observe-workflow.ts';

/** GitHub runs at most 256 jobs of a matrix. */
const MAX_WORKFLOW_SHARDS = 200;

/** Parses the number of shards; null: not given. Throws AppError `usage`. */
export function parseShards(text: string | null): number | null {
  if (text === null) return null;
  const count = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 0;
  if (count >= 2 && count <= MAX_WORKFLOW_SHARDS) return count;
  throw createUsageError(
    `invalid number "${text}" for --shards`,
    `Use a whole number from 2 to ${MAX_WORKFLOW_SHARDS}.`,
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
