/** Finds the time to assess a short-lived certificate for, if a scan could not read it once: it has probably been renewed since the last one. */

import type { LiveLocation } from '../domain/index.ts';
import type { ScanSchedule } from '../domain/scan-distance.ts';
import type { ValidityPeriod } from '../domain/thresholds.ts';

/** A certificate with a longer lifetime is past its renewal for several scans before it is critical or ends. */
const MAX_LIFETIME_IN_SCANS = 10;

export interface AssessedTime {
  /** Milliseconds. */
  now: number;
  schedule: ScanSchedule | null;
}

/**
 * Returns the time of the last scan if none of the locations could be read once, for the first time in a row, and the lifetime is at most ten
 * scans; otherwise `now`. A second failure makes the location unreachable, and shows the certificate as it would be now.
 */
export function findAssessedTime(
  { from, to }: ValidityPeriod,
  locations: readonly LiveLocation[],
  { now, schedule }: AssessedTime,
): AssessedTime {
  if (schedule?.previous == null || from === null || to - from > MAX_LIFETIME_IN_SCANS * schedule.interval)
    return { now, schedule };
  const { previous, interval } = schedule;
  if (locations.length === 0 || !locations.every(isUnreadOnce) || previous >= now) return { now, schedule };
  return { now: previous, schedule: { ...schedule, next: previous + interval, previous: null } };
}

function isUnreadOnce({ failure, failures, unobserved = 0 }: LiveLocation): boolean {
  const isUnread = failure !== null || failures > 0 || unobserved > 0;
  return isUnread && failures <= 1 && unobserved <= 1;
}
