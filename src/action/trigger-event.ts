/** The event that triggered this run, and its consequences for a scan. */

import { readFileSync } from 'node:fs';
import { DAY } from '../domain/thresholds.ts';
import { AppError } from '../lib/app-error.ts';
import { findLastTick } from '../lib/cron.ts';
import { isUntrustedCheckout } from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';

export interface TriggerEvent {
  /** The name, such as `pull_request`; empty outside a workflow run. */
  name: string;
  /** The ref, such as `refs/heads/main`; may be empty. */
  ref: string;
  payload: Payload;
}

/** The parts of the event payload that are used here. Each may be missing or have another type. */
interface Payload {
  schedule?: unknown;
  repository?: { default_branch?: unknown };
  pull_request?: { base?: { sha?: unknown; ref?: unknown } };
  merge_group?: { base_sha?: unknown; base_ref?: unknown };
}

/** Throws AppError `event-unreadable` if the payload file of the runner is missing or invalid. */
export function readTriggerEvent({ GITHUB_EVENT_NAME, GITHUB_REF, GITHUB_EVENT_PATH }: Io['env']): TriggerEvent {
  const payload = GITHUB_EVENT_PATH ? readPayload(GITHUB_EVENT_PATH) : {};
  return { name: GITHUB_EVENT_NAME ?? '', ref: GITHUB_REF ?? '', payload };
}

function readPayload(file: string): Payload {
  try {
    const payload: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof payload === 'object' && payload !== null) return payload;
  } catch {
    // The message of the parser or the system would not help the user.
  }
  throw new AppError('event-unreadable', `the event payload of this run cannot be read from ${file}`, {
    hint: 'The runner writes this file and sets GITHUB_EVENT_PATH. Re-run the job. If the error persists, check the runner, and whether an earlier step changes its files.',
    exitCode: 3,
  });
}

/** Returns the reason why a scan is a dry run by default; null if it is not. */
export function findDryRunReason({ name, ref, payload }: TriggerEvent): string | null {
  if (isUntrustedCheckout({ GITHUB_EVENT_NAME: name }))
    return `the event is ${name}, in which the checkout may be that of a pull request`;
  const branch = payload.repository?.default_branch;
  // Without a default branch in the payload, any branch may be the default. Tags and pull request refs are not branches.
  const isDefault = typeof branch === 'string' ? ref === `refs/heads/${branch}` : /^(refs\/heads\/|$)/.test(ref);
  if (name === 'schedule' || isDefault) return null;
  return `${ref} is not the default branch`;
}

/**
 * Computes the time at which this run was due, in milliseconds; null if it is not scheduled. GitHub starts scheduled runs minutes or hours
 * late. With the start time, a run with a shorter delay than on the day before would still be within the cooldown. Delays are always
 * shorter than a day: an older due time means that the schedule has a `timezone`, so that its expression is not in UTC.
 */
export function computeDueTime(
  { name, payload: { schedule } }: Pick<TriggerEvent, 'name' | 'payload'>,
  start: number,
): number | null {
  const tick = name === 'schedule' && typeof schedule === 'string' ? findLastTick(schedule, start) : null;
  return tick !== null && start - tick < DAY ? tick : null;
}

/** An untrusted manifest from a pull request must never be used with the secrets of this repository. */
export function refuseUntrusted({ name }: TriggerEvent, command: string): void {
  if (name !== 'pull_request_target') return;
  throw new AppError('untrusted-event', `${command} does not run under pull_request_target`, {
    hint: 'With this event, anyone could open a pull request that steals your secrets. Use `on: pull_request` with `command: validate`, and scan on a schedule.',
  });
}
