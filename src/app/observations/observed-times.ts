/** Records which observations scans have used, so that each counts once, however late its file arrives. */

import type { EventLog } from '../../generated/event-log.ts';
import { addEntries } from '../../lib/collections.ts';
import { formatIsoTime, parseIsoTime } from '../../lib/iso-time.ts';

/** The times of the latest observations in milliseconds, by part of the manifest as `formatPart` names it. */
export type ObservedTimes = ReadonlyMap<string, number>;

/** The entries of a probe, or of one of its shards. `none` cannot be a probe: it means the entries without one. */
export function formatPart(probe: string | null, shard: string | null): string {
  return `${probe ?? 'none'}${shard === null ? '' : ` ${shard}`}`;
}

/** Records the times that are later than those in the log. What is older than `oldest`, in milliseconds, is dropped. */
export function recordObserved(log: EventLog, times: ObservedTimes, oldest: number): EventLog {
  const { observed } = log.scans;
  if (observed === undefined && times.size === 0) return log;
  const added = [...times]
    .filter(([part, time]) => !(time <= parseObserved(observed?.[part])))
    .map(([part, time]): [string, string] => [part, formatIsoTime(time)]);
  const current = Object.entries(addEntries(observed ?? {}, added)).filter(([, at]) => parseIsoTime(at) >= oldest);
  return { ...log, scans: { ...log.scans, observed: Object.fromEntries(current) } };
}

/** In milliseconds. */
export function parseObserved(time: string | undefined): number {
  return time === undefined ? Number.NEGATIVE_INFINITY : parseIsoTime(time);
}
