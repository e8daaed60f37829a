/** The usual distance between scans, from the times of the last ones in the event log. */

import type { EventLog } from '../generated/event-log.ts';
import { formatIsoTime, parseIsoTime } from '../lib/iso-time.ts';
import type { IsoTime } from './common.ts';
import { HOUR } from './thresholds.ts';

/** How many times the log keeps. */
export const MAX_RECENT_SCANS = 10;

/** Scans closer than this are one for the distance: somebody runs it again, or two run at once. */
const MIN_DISTANCE = HOUR / 2;

/** Adds the time of a scan (milliseconds) to those of the log. */
export function recordScanTime(recent: readonly IsoTime[] = [], now: number): IsoTime[] {
  const last = recent.at(-1);
  const isClose = last !== undefined && Math.abs(now - parseIsoTime(last)) < MIN_DISTANCE;
  const times = isClose ? recent : [...recent, formatIsoTime(now)].sort();
  return times.slice(-MAX_RECENT_SCANS);
}

/**
 * Computes the usual distance between scans in milliseconds: the (lower) median of the last ones, so that an outage or a manual
 * scan changes nothing. Null if the log has fewer than two scans. Scans closer than `spacing` count as one.
 */
export function computeScanDistance(
  { recent = [] }: Pick<EventLog['scans'], 'recent'>,
  spacing: number = MIN_DISTANCE,
): number | null {
  const times: number[] = [];
  for (const time of recent.map(parseIsoTime)) {
    if (time - (times.at(-1) ?? Number.NEGATIVE_INFINITY) >= spacing) times.push(time);
  }
  const distances = times.slice(1).map((time, at) => time - (times[at] as number));
  distances.sort((a, b) => a - b);
  return distances[Math.floor((distances.length - 1) / 2)] ?? null;
}
