/** Combines the log that a scan began with and one that another scan has saved since, so that the scan can decide again. */

import type { EventLog, LoggedPlace } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { mergeLogs } from '../log/merge.ts';

/**
 * Returns the log to decide on: what the other scan has recorded counts, so that nothing is sent twice. But its failures to read a place
 * do not, because those of two scans at the same time are not two in a row. `covers`: the entries that this scan reads.
 */
export function rebaseLog(own: EventLog, latest: EventLog, covers: (entry: string) => boolean): EventLog {
  const merged = mergeLogs(latest, own);
  const places = Object.entries(merged.places).map(([entry, byPlace]): [string, Record<string, LoggedPlace>] => {
    if (!covers(entry)) return [entry, byPlace];
    const before = getOwn(own.places, entry);
    const restored = Object.entries(byPlace).map(([place, logged]): [string, LoggedPlace] => {
      return [place, restoreFailures(logged, getOwn(before, place))];
    });
    return [entry, Object.fromEntries(restored)];
  });
  return { ...merged, places: Object.fromEntries(places) };
}

/** The failures are those before both scans. */
function restoreFailures(merged: LoggedPlace, own: LoggedPlace | undefined): LoggedPlace {
  const { failures, failures_at, failing_since, unobserved } = own ?? NEVER_FAILED;
  if (merged.failures <= failures) return { ...merged, unobserved };
  return { ...merged, failures, failures_at, failing_since, unobserved };
}

const NEVER_FAILED: Pick<LoggedPlace, 'failures' | 'failures_at' | 'failing_since' | 'unobserved'> = {
  failures: 0,
  failures_at: null,
};
