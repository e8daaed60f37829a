/**
 * The claim of a scan that sends notifications: in a store without a lock, other scans wait until it ends. Claims are not merged: the saved
 * log says whose turn it is.
 */

import type { ScanContext } from '../../domain/index.ts';
import type { EventLog, LoggedClaim } from '../../generated/event-log.ts';
import { formatIsoTime, parseIsoTime } from '../../lib/iso-time.ts';

/** Creates a claim for `duration` milliseconds. */
export function createClaim(scan_id: string, now: number, duration: number): LoggedClaim {
  return { scan_id, claimed_at: formatIsoTime(now), expires_at: formatIsoTime(now + duration) };
}

/**
 * Computes how many milliseconds after `now`, when it was first seen, a claim expires: never later than its own duration, because the clock of
 * the other machine may be ahead.
 */
export function computeClaimTime({ claimed_at, expires_at }: LoggedClaim, now: number): number {
  const expires = parseIsoTime(expires_at);
  return Math.min(expires - now, expires - parseIsoTime(claimed_at));
}

/** Returns the claim that stays in a log when a scan saves it: one of another scan that has not expired. */
export function endClaim(held: LoggedClaim | undefined, { scan_id, now }: ScanContext): LoggedClaim | undefined {
  return held === undefined || held.scan_id === scan_id || parseIsoTime(held.expires_at) <= now ? undefined : held;
}

/** Returns the log with this claim, or without one. */
export function setClaim(log: EventLog, claim: LoggedClaim | undefined): EventLog {
  const { claim: before, ...scans } = log.scans;
  if (before === claim) return log;
  return { ...log, scans: claim === undefined ? scans : { ...scans, claim } };
}
