/** Combines the log with which a scan started and the log that another scan saved since then, so that the scan can decide again. */

import type { EventLog, LoggedLocation } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { mergeLogs } from '../log/merge.ts';

/**
 * Returns the log for a new decision. It has the notifications that the other scan recorded, so that none is sent twice, but not its
 * failures to read a location: failures of two concurrent scans are not two in a row. `covers`: the entries that this scan reads.
 */
export function rebaseLog(own: EventLog, latest: EventLog, covers: (entry: string) => boolean): EventLog {
  const merged = mergeLogs(latest, own);
  const locations = Object.entries(merged.locations).map(
    ([entry, byLocation]): [string, Record<string, LoggedLocation>] => {
      if (!covers(entry)) return [entry, byLocation];
      const before = getOwn(own.locations, entry);
      const restored = Object.entries(byLocation).map(([location, logged]): [string, LoggedLocation] => {
        return [location, restoreFailures(logged, getOwn(before, location))];
      });
      return [entry, Object.fromEntries(restored)];
    },
  );
  return { ...merged, locations: Object.fromEntries(locations) };
}

/** Restores the failures before both scans. */
function restoreFailures(merged: LoggedLocation, own: LoggedLocation | undefined): LoggedLocation {
  const { failures, failures_at, failing_since, unobserved, late } = own ?? NEVER_FAILED;
  if (merged.failures <= failures) return { ...merged, unobserved, late };
  return { ...merged, failures, failures_at, failing_since, unobserved, late };
}

const NEVER_FAILED: Pick<LoggedLocation, 'failures' | 'failures_at' | 'failing_since' | 'unobserved' | 'late'> = {
  failures: 0,
  failures_at: null,
};
