/**
 * Records the renewal windows of certificates (RFC 9773), and when each is requested again: not before the time that the server
 * named, so that a scan shortly afterwards does not change the log.
 */

import type { Failure, IsoTime, RenewalWindow } from '../../domain/index.ts';
import { HOUR } from '../../domain/thresholds.ts';
import type { EventLog, LoggedRenewal } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { RENEWAL_FIELDS, selectUnknown } from '../log/unknown-fields.ts';

/** The response to one request; `retry_after` in milliseconds, if the server sent one. */
export type RenewalResponse = { window: RenewalWindow; retry_after: number | null } | RenewalFailure;

/** A failure; a server that is overloaded says when to ask again. */
type RenewalFailure = Failure & { retry_after?: number | null };

/** RFC 9773 section 4.3.2: the bounds of `Retry-After`. */
const MIN_RETRY_MS = 60_000;
const MAX_RETRY_MS = 24 * HOUR;
/** Section 4.3.3: the interval after a persistent error without `Retry-After`. */
const DEFAULT_RETRY_MS = 6 * HOUR;

/** A window that starts only slightly earlier than the last one does not count as a shift. */
const MIN_SHIFT_MS = HOUR;
/** A shift that grows by less than this does not fire again. */
const MIN_FURTHER_SHIFT_MS = 24 * HOUR;

/** Whether the window of a certificate should be requested, also if the last request is in the future. `now` in milliseconds. */
export function isRenewalCheckDue(logged: LoggedRenewal | undefined, now: number): boolean {
  return logged === undefined || now >= Date.parse(logged.next_check) || now < Date.parse(logged.asked_at);
}

/** Records responses by fingerprint; returns the same log if there are none. `now` in milliseconds. */
export function recordRenewals(log: EventLog, responses: ReadonlyMap<string, RenewalResponse>, now: number): EventLog {
  if (responses.size === 0) return log;
  const before = log.renewals ?? {};
  const updated = [...responses].map(([fingerprint, one]) => [
    fingerprint,
    updateRenewal(getOwn(before, fingerprint), one, now),
  ]);
  return { ...log, renewals: { ...before, ...Object.fromEntries(updated) } };
}

/** Keeps the previous window if the request failed. */
function updateRenewal(before: LoggedRenewal | undefined, response: RenewalResponse, now: number): LoggedRenewal {
  // Registers are ordered by time, so a write must be later than the replaced value even if the clock is not.
  const asked_at = formatIsoTime(before === undefined ? now : Math.max(now, Date.parse(before.asked_at) + 1));
  const schedule = { asked_at, next_check: formatIsoTime(now + clampRetry(response.retry_after ?? null)) };
  const known = before === undefined ? undefined : findBaseline(before);
  const unknown = selectUnknown(before, RENEWAL_FIELDS);
  if ('code' in response) {
    const { window = null, shift = null } = before ?? {};
    return { window, shift, baseline: known, ...schedule, error: response.code, ...unknown };
  }
  const { window } = response;
  const baseline = known !== undefined && Date.parse(known) > Date.parse(window.start) ? known : window.start;
  const shift = findShift(window, baseline, before?.shift ?? null);
  return { window, shift, baseline, ...schedule, error: null, ...unknown };
}

function clampRetry(retry_after: number | null): number {
  return retry_after === null ? DEFAULT_RETRY_MS : Math.min(Math.max(retry_after, MIN_RETRY_MS), MAX_RETRY_MS);
}

/** Returns the latest start so far; logs of earlier versions have only the last one. */
function findBaseline({ baseline, shift, window }: LoggedRenewal): IsoTime | undefined {
  return baseline ?? shift?.from ?? window?.start;
}

/**
 * Returns whether the window starts earlier than the latest one so far, and from where it moved: many small steps add up. A window
 * that always starts at the time of the request, such as that of a revoked certificate, moves once and not at each scan.
 */
function findShift(
  { start }: RenewalWindow,
  baseline: IsoTime,
  before: LoggedRenewal['shift'],
): LoggedRenewal['shift'] {
  const isEarlier = (than: IsoTime, by: number) => Date.parse(than) - Date.parse(start) > by;
  if (!isEarlier(baseline, MIN_SHIFT_MS)) return null;
  return before === null || isEarlier(before.to, MIN_FURTHER_SHIFT_MS) ? { from: baseline, to: start } : before;
}
