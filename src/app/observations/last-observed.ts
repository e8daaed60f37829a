/** Finds out whether an observation is new, or one that a scan has used already. */

import type { EventLog } from '../../generated/event-log.ts';
import type { ObservationHeader } from '../../generated/observations.ts';
import { getOrCreate, getOwn } from '../../lib/collections.ts';
import { formatPart, parseObserved } from './observed-times.ts';
import { parseShard } from './shard.ts';
import { computeShardIndex } from './shard-index.ts';

/**
 * Returns a function for the time in milliseconds at which an entry was last observed, according to the log. If it is not recorded,
 * this is the time of the last scan, unless that one did not read the entry.
 */
export function createLastObserved({
  scans: { observed = {}, last },
  places,
}: Pick<EventLog, 'scans' | 'places'>): (entry: string, header: ObservationHeader) => number {
  const lastScan = parseObserved(last?.scanned_at);
  const isRead = (entry: string) =>
    Object.values(getOwn(places, entry) ?? {}).some((place) => !place.unobserved?.scans);
  const counts = listShardCounts(observed);
  return (entry, { probe, shard, partial }) => {
    const own = shard === null ? null : parseShard(shard);
    const listed = (counts.get(formatPart(probe, null)) ?? []).map((count) => {
      const index = own?.count === count ? own.index : computeShardIndex(entry, count);
      return parseObserved(observed[formatPart(probe, `${index}/${count}`)]);
    });
    const recorded = Math.max(parseObserved(observed[formatPart(probe, null)]), ...listed);
    const isRecorded = recorded !== Number.NEGATIVE_INFINITY && !partial;
    // Only a scan of the sources, or of a file with some of the entries, is not recorded.
    return isRecorded || (!partial && probe !== null) || !isRead(entry) ? recorded : Math.max(recorded, lastScan);
  };
}

/** The numbers of shards that were observed, by probe: mostly one. */
function listShardCounts(observed: Readonly<Record<string, string>>): ReadonlyMap<string, number[]> {
  const counts = new Map<string, number[]>();
  for (const part of Object.keys(observed)) {
    const [probe = '', text = ''] = part.split(' ');
    const count = parseShard(text)?.count;
    const known = getOrCreate(counts, probe, () => []);
    if (count !== undefined && !known.includes(count)) known.push(count);
  }
  return counts;
}
