/**
 * What the log keeps of the renewal windows of certificates (RFC 9773), and when each is asked for again: not before
 * the time that its server has named, so that a scan that follows soon changes no line.
 */

import type { Failure, RenewalWindow } from '../../domain/index.ts';
import type { EventLog, LoggedRenewal } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';

/** What came of asking once; `retry_after` in milliseconds, null where the server has not said when to ask again. */
export type RenewalResponse = { window: RenewalWindow; retry_after: number | null } | Failure;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** RFC 9773 section 4.3.2: what a server asks for is kept within these bounds. */
const MIN_RETRY_MS = MINUTE;
const MAX_RETRY_MS = 24 * HOUR;
/** Section 4.3.3: after an error that lasts, and where a server names no time. */
const DEFAULT_RETRY_MS = 6 * HOUR;

/** A window that starts a little earlier than the last one is no news. */
const MIN_SHIFT_MS = HOUR;

/** Whether the window of a certificate is to be asked for; so too where the last time lies in the future. Milliseconds. */
export function isRenewalCheckDue(logged: LoggedRenewal | undefined, now: number): boolean {
  return logged === undefined || now >= Date.parse(logged.next_check) || now < Date.parse(logged.asked_at);
}

/** Takes in, by fingerprint, what was heard; the same log where that is nothing. `now` is in milliseconds. */
export function recordRenewals(log: EventLog, heard: ReadonlyMap<string, RenewalResponse>, now: number): EventLog {
  if (heard.size === 0) return log;
  const before = log.renewals ?? {};
  const taken = [...heard].map(([fingerprint, one]) => [
    fingerprint,
    updateRenewal(getOwn(before, fingerprint), one, now),
  ]);
  return { ...log, renewals: { ...before, ...Object.fromEntries(taken) } };
}

/** What is kept of a certificate; of one that cannot be heard of now, what was heard before. */
function updateRenewal(before: LoggedRenewal | undefined, heard: RenewalResponse, now: number): LoggedRenewal {
  // Registers are ordered by their times, so a write is later than what it replaces even where the clock is not.
  const asked_at = formatIsoTime(before === undefined ? now : Math.max(now, Date.parse(before.asked_at) + 1));
  if ('code' in heard) {
    const { window = null, shift = null } = before ?? {};
    return { window, shift, asked_at, next_check: formatIsoTime(now + DEFAULT_RETRY_MS), error: heard.code };
  }
  const { window, retry_after } = heard;
  const wait = retry_after === null ? DEFAULT_RETRY_MS : Math.min(Math.max(retry_after, MIN_RETRY_MS), MAX_RETRY_MS);
  return { window, shift: findShift(window, before), asked_at, next_check: formatIsoTime(now + wait), error: null };
}

/**
 * Whether it has moved to an earlier time, and from where. A window that begins when it is asked for, as that of a
 * revoked certificate does, has moved once and not at each scan.
 */
function findShift({ start }: RenewalWindow, before: LoggedRenewal | undefined): LoggedRenewal['shift'] {
  if (before === undefined || before.window === null) return null;
  const isEarlier = (than: string) => Date.parse(than) - Date.parse(start) > MIN_SHIFT_MS;
  if (isEarlier(before.window.start)) return { from: before.shift?.from ?? before.window.start, to: start };
  return before.shift !== null && isEarlier(before.shift.from) ? before.shift : null;
}
