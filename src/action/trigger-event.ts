/** The event that started this run, and what follows from it for a scan. */

import { readFileSync } from 'node:fs';
import { DAY } from '../domain/thresholds.ts';
import { AppError } from '../lib/app-error.ts';
import { findLastTick } from '../lib/cron.ts';
import type { Io } from '../lib/io.ts';

export interface TriggerEvent {
  /** Such as `pull_request`; empty outside of a run. */
  name: string;
  /** Such as `refs/heads/main`; empty where there is none. */
  ref: string;
  payload: Payload;
}

/** What we look at in GitHub's description of it; any of it may be missing or of another type. */
interface Payload {
  schedule?: unknown;
  repository?: { default_branch?: unknown };
  pull_request?: { base?: { sha?: unknown; ref?: unknown } };
  merge_group?: { base_sha?: unknown; base_ref?: unknown };
}

/** Throws AppError `event-unreadable` where the runner names a description that is none. */
export function readTriggerEvent({ GITHUB_EVENT_NAME, GITHUB_REF, GITHUB_EVENT_PATH }: Io['env']): TriggerEvent {
  const payload = GITHUB_EVENT_PATH ? readPayload(GITHUB_EVENT_PATH) : {};
  return { name: GITHUB_EVENT_NAME ?? '', ref: GITHUB_REF ?? '', payload };
}

function readPayload(file: string): Payload {
  try {
    const payload: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof payload === 'object' && payload !== null) return payload;
  } catch {
    // What the parser or the system says of it helps no one.
  }
  throw new AppError('event-unreadable', `the event of this run cannot be read from ${file}`, {
    hint: 'The runner writes that file and names it in GITHUB_EVENT_PATH. Run the job again; where it stays so, look at the runner, and at what earlier steps of the job do to its files.',
    exitCode: 3,
  });
}

/** Why a scan is a dry run by itself, or null: contract section 7. */
export function findDryRunReason({ name, ref, payload }: TriggerEvent): string | null {
  if (name === 'pull_request' || name === 'merge_group') return `the event is ${name}`;
  const branch = payload.repository?.default_branch;
  // Where the event does not name the default branch, any may be it; a tag or the ref of a pull request is none.
  const isDefault = typeof branch === 'string' ? ref === `refs/heads/${branch}` : /^(refs\/heads\/|$)/.test(ref);
  if (name === 'schedule' || isDefault) return null;
  return `${ref} is not the default branch`;
}

/**
 * When this run was due, or null where it is on no schedule. Runs start minutes or hours late: by their start, one that
 * is less late than that of the day before would fall into its cooldown. None is a day late: a tick so far back is one of
 * a schedule that has a `timezone`, whose expression is not in UTC, and to judge by it would be to miss days.
 */
export function computeDueTime(
  { name, payload: { schedule } }: Pick<TriggerEvent, 'name' | 'payload'>,
  start: number,
): number | null {
  const tick = name === 'schedule' && typeof schedule === 'string' ? findLastTick(schedule, start) : null;
  return tick !== null && start - tick < DAY ? tick : null;
}

/** A manifest of a pull request's author must never meet the secrets of this repository. */
export function refuseUntrusted({ name }: TriggerEvent): void {
  if (name !== 'pull_request_target') return;
  throw new AppError('untrusted-event', 'scan does not run under pull_request_target', {
    hint: 'There a stranger could send your secrets away. Use `on: pull_request` with `command: validate`, and scan on a schedule.',
  });
}
