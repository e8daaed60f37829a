/**
 * What the log keeps of the renewal windows of certificates (RFC 9773), and when each is asked for again: not before
 * the time that its server has named, so that a scan that follows soon changes no line.
 */

import type { Failure, RenewalWindow } from '../../domain/index.ts';
import type { EventLog, LoggedRenewal } from '../../generated/event-log.ts';
import { own } from '../../lib/collections.ts';
import { isoTime } from '../../lib/iso-time.ts';

/** What came of asking once; `retry_after` in milliseconds, null where the server has not said when to ask again. */
export type HeardRenewal = { window: RenewalWindow; retry_after: number | null } | Failure;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** RFC 9773 section 4.3.2: what a server asks for is kept within these bounds. */
const SOONEST = MINUTE;
const LATEST = 24 * HOUR;
/** Section 4.3.3: after an error that lasts, and where a server names no time. */
const UNTOLD = 6 * HOUR;

/** A window that starts a little earlier than the last one is no news. */
const SHIFT = HOUR;

/** Whether the window of a certificate is to be asked for; so too where the last time lies in the future. Milliseconds. */
export function isRenewalDue(logged: LoggedRenewal | undefined, now: number): boolean {
  return logged === undefined || now >= Date.parse(logged.next_check) || now < Date.parse(logged.asked_at);
}

/** Takes in, by fingerprint, what was heard; the same log where that is nothing. `now` is in milliseconds. */
export function takeRenewals(log: EventLog, heard: ReadonlyMap<string, HeardRenewal>, now: number): EventLog {
  if (heard.size === 0) return log;
  const before = log.renewals ?? {};
  const taken = [...heard].map(([fingerprint, one]) => [fingerprint, after(own(before, fingerprint), one, now)]);
  return { ...log, renewals: { ...before, ...Object.fromEntries(taken) } };
}

/** What is kept of a certificate; of one that cannot be heard of now, what was heard before. */
function after(before: LoggedRenewal | undefined, heard: HeardRenewal, now: number): LoggedRenewal {
  // Registers are ordered by their times, so a write is later than what it replaces even where the clock is not.
  const asked_at = isoTime(before === undefined ? now : Math.max(now, Date.parse(before.asked_at) + 1));
  if ('code' in heard) {
    const { window = null, shift = null } = before ?? {};
    return { window, shift, asked_at, next_check: isoTime(now + UNTOLD), error: heard.code };
  }
  const { window, retry_after } = heard;
  const wait = retry_after === null ? UNTOLD : Math.min(Math.max(retry_after, SOONEST), LATEST);
  return { window, shift: shiftTo(window, before), asked_at, next_check: isoTime(now + wait), error: null };
}

/**
 * Whether it has moved to an earlier time, and from where. A window that begins when it is asked for, as that of a
 * revoked certificate does, has moved once and not at each scan.
 */
function shiftTo({ start }: RenewalWindow, before: LoggedRenewal | undefined): LoggedRenewal['shift'] {
  if (before === undefined || before.window === null) return null;
  const isEarlier = (than: string) => Date.parse(than) - Date.parse(start) > SHIFT;
  if (isEarlier(before.window.start)) return { from: before.shift?.from ?? before.window.start, to: start };
  return before.shift !== null && isEarlier(before.shift.from) ? before.shift : null;
}
