/** The usual distance between scans, from the times of the last ones in the event log. */

import type { EventLog } from '../generated/event-log.ts';
import { formatIsoTime, parseIsoTime } from '../lib/iso-time.ts';
import type { IsoTime } from './basic-types.ts';
import { DAY, HOUR } from './thresholds.ts';

/** The maximum of times that the log keeps. */
export const MAX_RECENT_SCANS = 10;

/** The minimum distance between scans. Closer scans are counted as one, because a scan was started again, or two ran at once. */
const MIN_DISTANCE = HOUR / 2;

/** Adds the time of a scan (milliseconds) to those of the log. */
export function recordScanTime(recent: readonly IsoTime[] = [], now: number): IsoTime[] {
  const last = recent.at(-1);
  const isClose = last !== undefined && Math.abs(now - parseIsoTime(last)) < MIN_DISTANCE;
  const times = isClose ? recent : [...recent, formatIsoTime(now)].sort();
  return times.slice(-MAX_RECENT_SCANS);
}

/**
 * Computes the usual distance between scans in milliseconds: the (lower) median of the last ones, so that an outage or a manual scan
 * changes nothing. Returns null if the log has fewer than two scans. Scans closer than `spacing` count as one.
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

const WEEK = 7 * DAY;

/** A longer pause was a gap, and is not repeated. A weekend of a schedule for working days is three times the usual distance. */
const MAX_PAUSE = 3.5;

/**
 * Predicts the time of the scan after the last one, in milliseconds: after the usual distance, or after the same pause as a week before, if
 * that was longer. For example, a schedule for working days does not expect a scan on a Saturday. Returns null if the distance is unknown.
 */
export function predictNextScan(recent: readonly IsoTime[]): number | null {
  const distance = computeScanDistance({ recent: [...recent] });
  const times = recent.map(parseIsoTime);
  const last = times.at(-1);
  if (distance === null || last === undefined) return null;
  const weekBefore = last - WEEK + distance / 2;
  const before = times.findLast((time) => time <= weekBefore) ?? Number.NEGATIVE_INFINITY;
  const following = times.find((time) => time > weekBefore) ?? last;
  const isPause = following - before <= MAX_PAUSE * distance;
  return Math.max(last + distance, isPause ? following + WEEK : 0);
}

/** When scans run, as far as is known. All times are in milliseconds. */
export interface ScanSchedule {
  /** The usual distance between scans, rounded so that the delay of single scans does not change it. */
  interval: number;
  /** The time at which the next scan is due. */
  next: number;
  /** The time of the scan before this one; null: unknown. */
  previous: number | null;
}

/** The number of scans in the log from which on their distances are more certain than the schedule of a workflow. */
const MIN_SCANS = 4;

/** Whether a log has so many scans that the schedule of a workflow does not count. */
export function hasKnownDistance({ recent = [] }: Pick<EventLog['scans'], 'recent'>): boolean {
  return recent.length >= MIN_SCANS;
}

/**
 * Resolves the schedule of scans. `recent`: the times of the last scans, including this one. `planned`: the last times at which workflows
 * were due, which count while there are few scans. Returns null if the distance is unknown.
 */
export function resolveSchedule(recent: readonly IsoTime[], planned: readonly IsoTime[] = []): ScanSchedule | null {
  const times = recent.length < MIN_SCANS && planned.length > 1 ? planned : recent;
  const distance = computeScanDistance({ recent: [...times] });
  const next = predictNextScan(times);
  if (distance === null || next === null) return null;
  const previous = recent.at(-2);
  return { interval: roundDistance(distance), next, previous: previous === undefined ? null : parseIsoTime(previous) };
}

/** Rounds to half days, and to hours if it is shorter than that. */
function roundDistance(distance: number): number {
  const step = distance < DAY / 2 ? HOUR : DAY / 2;
  return Math.max(1, Math.round(distance / step)) * step;
}
