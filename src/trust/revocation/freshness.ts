/** Whether what was said holds now. */

import { DAY } from '../../domain/thresholds.ts';
import { isoTime } from '../../lib/iso-time.ts';

/** Clocks differ a little. */
const TOLERANCE = 5 * 60_000;

/** Why it does not; null where it does. All in milliseconds; `next_update` is null where newer is to be had at any time. */
export function staleness(this_update: number, next_update: number | null, now: number): string | null {
  if (this_update > now + TOLERANCE) return `holds only from ${isoTime(this_update)} on`;
  const ends = next_update ?? this_update + DAY;
  return ends < now - TOLERANCE ? `held until ${isoTime(ends)}, and no newer one was given` : null;
}
