/** Checks whether a revocation list or an OCSP response is current. */

import type { Failure } from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { createRevocationFailure } from './messages.ts';

/** Tolerated difference between clocks. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Returns the reason why revocation information is not current; null if it is. All times are in milliseconds. Without `next_update`, newer
 * information is always available, and it is current for a day. Information that expires before it is valid is never current. `source` names
 * it in messages.
 */
export function checkFreshness(
  this_update: number,
  next_update: number | null,
  source: string,
  now: number,
): { problem: Failure } | null {
  if (this_update > now + CLOCK_TOLERANCE_MS) {
    return createRevocationFailure('revocation-not-yet-valid', source, formatIsoTime(this_update));
  }
  const expiry = computeExpiry(this_update, next_update);
  return expiry < Math.max(now - CLOCK_TOLERANCE_MS, this_update)
    ? createRevocationFailure('revocation-stale', source, formatIsoTime(expiry))
    : null;
}

/** Without `next_update`, the information expires a day after `this_update`. All times are in milliseconds. */
export function computeExpiry(this_update: number, next_update: number | null): number {
  return next_update ?? this_update + DAY;
}
