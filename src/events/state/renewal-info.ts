/**
 * Records the renewal windows of certificates (RFC 9773), and when each is requested again: not before the time that the server
 * named, so that a scan shortly afterwards does not change the log.
 */

import type { Failure, RenewalWindow } from '../../domain/index.ts';
import { HOUR } from '../../domain/thresholds.ts';
import type { EventLog, LoggedRenewal } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';

/** The response to one request; `retry_after` in milliseconds, null if the server did not send one. */
export type RenewalResponse = { window: RenewalWindow; retry_after: number | null } | Failure;

/** RFC 9773 section 4.3.2: the bounds of `Retry-After`. */
const MIN_RETRY_MS = 60_000;
const MAX_RETRY_MS = 24 * HOUR;
/** Section 4.3.3: after a persistent error, and without `Retry-After`. */
const DEFAULT_RETRY_MS = 6 * HOUR;

/** A window that starts only slightly earlier than the last one does not count as a shift. */
const MIN_SHIFT_MS = HOUR;

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
  // Registers are ordered by time, so a write must be later than what it replaces even if the clock is not.
  const asked_at = formatIsoTime(before === undefined ? now : Math.max(now, Date.parse(before.asked_at) + 1));
  if ('code' in response) {
    const { window = null, shift = null } = before ?? {};
    return { window, shift, asked_at, next_check: formatIsoTime(now + DEFAULT_RETRY_MS), error: response.code };
  }
  const { window, retry_after } = response;
  const wait = retry_after === null ? DEFAULT_RETRY_MS : Math.min(Math.max(retry_after, MIN_RETRY_MS), MAX_RETRY_MS);
  return { window, shift: findShift(window, before), asked_at, next_check: formatIsoTime(now + wait), error: null };
}

/**
 * Returns whether the window moved to an earlier time, and from where. A window that always starts at the time of the request,
 * such as that of a revoked certificate, moves once and not at each scan.
 */
function findShift({ start }: RenewalWindow, before: LoggedRenewal | undefined): LoggedRenewal['shift'] {
  if (before === undefined || before.window === null) return null;
  const isEarlier = (than: string) => Date.parse(than) - Date.parse(start) > MIN_SHIFT_MS;
  if (isEarlier(before.window.start)) return { from: before.shift?.from ?? before.window.start, to: start };
  return before.shift !== null && isEarlier(before.shift.from) ? before.shift : null;
}
