/** Counts the failed readings of each entry across scans, because a counter in metrics may only grow. */

import type { Entry, LiveLocation } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { compareText, getOwn } from '../../lib/collections.ts';

interface Failures {
  /** Every entry of the manifest. */
  entries: ReadonlyMap<string, Entry>;
  /** The locations that this scan covers. */
  locations: readonly Pick<LiveLocation, 'entry' | 'failure'>[];
  /** Whether the scan covers an entry (`--only`); others are not changed. */
  covers: (entry: string) => boolean;
}

type Counts = NonNullable<EventLog['scans']['errors']>;

/** Adds one for each location that could not be read, by the code of its failure. Entries that are not in the manifest are dropped. */
export function recordErrors(log: EventLog, { entries, locations, covers }: Failures): EventLog {
  const before = log.scans.errors ?? {};
  const failed = locations.flatMap(({ entry, failure }) => (failure === null ? [] : { entry, code: failure.code }));
  const isKept = (name: string) => entries.has(name) || !covers(name);
  if (failed.length === 0 && Object.keys(before).every(isKept)) return log;
  const counts = new Map(Object.entries(before).filter(([name]) => isKept(name)));
  for (const { entry, code } of failed) {
    const own = counts.get(entry) ?? {};
    counts.set(entry, { ...own, [code]: (getOwn(own, code) ?? 0) + 1 });
  }
  return { ...log, scans: { ...log.scans, errors: sortCounts(counts) } };
}

function sortCounts(counts: ReadonlyMap<string, Record<string, number>>): Counts {
  const sort = <T>(entries: Iterable<[string, T]>) =>
    Object.fromEntries([...entries].sort(([a], [b]) => compareText(a, b)));
  return sort(
    Array.from(counts, ([entry, own]): [string, Record<string, number>] => [entry, sort(Object.entries(own))]),
  );
}
