/** Whether what was said holds now. */

import { DAY } from '../../domain/thresholds.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';

/** Clocks differ a little. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Why it does not; null where it does. All in milliseconds; `next_update` is null where newer is to be had at any time. */
export function describeStaleness(this_update: number, next_update: number | null, now: number): string | null {
  if (this_update > now + CLOCK_TOLERANCE_MS) return `holds only from ${formatIsoTime(this_update)} on`;
  const ends = next_update ?? this_update + DAY;
  return ends < now - CLOCK_TOLERANCE_MS ? `held until ${formatIsoTime(ends)}, and no newer one was given` : null;
}
