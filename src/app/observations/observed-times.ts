/** Records which observations scans have used, so that each is used once, also if its file arrives late. */

import type { EventLog } from '../../generated/event-log.ts';
import type { ObservationHeader } from '../../generated/observations.ts';
import { addEntries, getOrCreate, getOwn } from '../../lib/collections.ts';
import { formatIsoTime, parseIsoTime } from '../../lib/iso-time.ts';
import { parseShard } from './shard.ts';
import { computeShardIndex } from './shard-index.ts';

/** The times of the latest observations in milliseconds, by part of the manifest as `formatPart` names it. */
export type ObservedTimes = ReadonlyMap<string, number>;

/** Formats the entries of a probe, or of one of its shards. `none`, which cannot be a probe, means the entries without one. */
export function formatPart(probe: string | null, shard: string | null): string {
  return `${probe ?? 'none'}${shard === null ? '' : ` ${shard}`}`;
}

/** Records the times that are later than those in the log. Times before `oldest`, in milliseconds, are dropped. */
export function recordObserved(log: EventLog, times: ObservedTimes, oldest: number): EventLog {
  const { observed } = log.scans;
  if (observed === undefined && times.size === 0) return log;
  const added = [...times]
    .filter(([part, time]) => !(time <= parseObserved(observed?.[part])))
    .map(([part, time]): [string, string] => [part, formatIsoTime(time)]);
  const current = Object.entries(addEntries(observed ?? {}, added)).filter(([, at]) => parseIsoTime(at) >= oldest);
  return { ...log, scans: { ...log.scans, observed: Object.fromEntries(current) } };
}

/** Parses a time to milliseconds. */
function parseObserved(time: string | undefined): number {
  return time === undefined ? Number.NEGATIVE_INFINITY : parseIsoTime(time);
}

/**
 * Returns a function for the time in milliseconds at which an entry was last observed, according to the log. Without a record, this is the
 * time of the last scan if that scan read the entry.
 */
export function createLastObserved({
  scans: { observed = {}, last },
  locations,
}: Pick<EventLog, 'scans' | 'locations'>): (entry: string, header: ObservationHeader) => number {
  const lastScan = parseObserved(last?.scanned_at);
  const isRead = (entry: string) =>
    Object.values(getOwn(locations, entry) ?? {}).some((location) => !location.unobserved?.scans);
  const counts = listShardCounts(observed);
  return (entry, { probe, shard, partial }) => {
    const own = shard === null ? null : parseShard(shard);
    const listed = (counts.get(formatPart(probe, null)) ?? []).map((count) => {
      const index = own?.count === count ? own.index : computeShardIndex(entry, count);
      return parseObserved(observed[formatPart(probe, `${index}/${count}`)]);
    });
    const recorded = Math.max(parseObserved(observed[formatPart(probe, null)]), ...listed);
    const isRecorded = recorded !== Number.NEGATIVE_INFINITY && !partial;
    // Scans of the sources, or of a file with some of the entries, are not recorded.
    return isRecorded || (!partial && probe !== null) || !isRead(entry) ? recorded : Math.max(recorded, lastScan);
  };
}

/** Lists the numbers of shards that were observed, by probe: mostly one. */
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
