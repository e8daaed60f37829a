/** The order in which a scan reads, so that what earlier scans had no time for is read first. */

import { isNeverRead } from '../../domain/certificate.ts';
import type { ReadingOrder } from '../../domain/reading-order.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { findLargest, getOwn } from '../../lib/collections.ts';

/** The rank of what was never read, which comes first. */
const NEVER_READ = Number.POSITIVE_INFINITY;

/**
 * Ranks by the number of scans in a row that had no time for a location, so that the location whose last reading is oldest comes first. Null
 * if no scan was late.
 */
export function createReadingOrder({ locations }: EventLog): ReadingOrder | null {
  const late = new Map<string, Map<string, number>>();
  for (const [entry, byLocation] of Object.entries(locations)) {
    const sources = new Map<string, number>();
    for (const { source, removed, late: register } of Object.values(byLocation)) {
      const scans = register?.scans ?? 0;
      if (!removed && scans > 0) sources.set(source, Math.max(scans, sources.get(source) ?? 0));
    }
    if (sources.size > 0) late.set(entry, sources);
  }
  if (late.size === 0) return null;
  const rankKnown = (ranks: Iterable<number> | undefined) => findLargest(ranks ?? [], 0);
  return {
    rankEntry: (entry) => (getOwn(locations, entry) === undefined ? NEVER_READ : rankKnown(late.get(entry)?.values())),
    rankSources: (entry, sources) => rankKnown(sources.map((source) => late.get(entry)?.get(source) ?? 0)),
    rankLocation: (entry, location) => {
      const known = getOwn(locations, entry) ?? {};
      const logged = getOwn(known, location);
      if (logged === undefined) return NEVER_READ;
      const scans = logged.late?.scans ?? 0;
      // An item of an inventory may have waited before it was first listed, for as many scans as could not read the inventory to its end.
      return scans > 0 && isNeverRead(logged) ? Math.max(scans, getOwn(known, logged.source)?.failures ?? 0) : scans;
    },
    hasLate: (entry, source) => late.get(entry)?.has(source) ?? false,
  };
}
