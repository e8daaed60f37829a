/** The order of events in lists for people. */

import type { LoggedEvent } from '../../generated/event-log.ts';
import { compareText } from '../../lib/collections.ts';

/** Sorts the newest event first. */
export function sortNewestFirst(events: readonly LoggedEvent[]): LoggedEvent[] {
  // All times are in UTC. Times with and without milliseconds sort well enough for reading.
  return events.toSorted(
    (a, b) => compareText(b.fired_at ?? '', a.fired_at ?? '') || compareText(a.certificate, b.certificate),
  );
}
