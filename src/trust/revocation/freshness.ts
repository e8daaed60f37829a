/** Checks whether a revocation list or an OCSP response is current. */

import { DAY } from '../../domain/thresholds.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';

/** Tolerated difference between clocks. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Why it is not current, as the end of a sentence; null if it is. All times are in milliseconds. Without `next_update`,
 * newer information is always available, and it is current for a day.
 */
export function describeStaleness(this_update: number, next_update: number | null, now: number): string | null {
  if (this_update > now + CLOCK_TOLERANCE_MS) return `is not valid before ${formatIsoTime(this_update)}`;
  const expiry = next_update ?? this_update + DAY;
  return expiry < now - CLOCK_TOLERANCE_MS
    ? `expired at ${formatIsoTime(expiry)}, and no newer one is available`
    : null;
}
