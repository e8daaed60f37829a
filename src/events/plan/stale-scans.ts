/** Detects gaps between scans, in which nothing was monitored (`scan.stale` in docs/concepts/events.md). */

import { DEFERRED, type IsoTime } from '../../domain/index.ts';
import { computeScanDistance } from '../../domain/scan-distance.ts';
import { DAY, HOUR } from '../../domain/thresholds.ts';
import type { EventLog, LoggedEvent } from '../../generated/event-log.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { hasDelivery, isGap } from '../log/history.ts';
import { createStaleFailure } from '../log/messages.ts';
import { firedAt } from '../log/timestamps.ts';
import type { AlertCandidate } from './candidate.ts';
import type { PlanContext } from './context.ts';
import { createScanCandidate } from './scan-events.ts';

/**
 * Collects the gap before this scan if it is longer than `stale_after_hours` or unusual, and every earlier gap with a delivery that failed
 * or is deferred and may still be retried.
 */
export function collectStaleScans(context: PlanContext): AlertCandidate[] {
  const { log, manifest, scan } = context;
  const gaps = new Map<IsoTime, number>();
  for (const record of log.events) {
    const end = isGap(record) ? firedAt(record)?.wallClock : undefined;
    if (end !== undefined && record.place !== null && isStillRetried(record, end, context)) gaps.set(record.place, end);
  }
  const last = log.scans.last?.scanned_at;
  const limit = manifest.stale_after_hours === null ? computeStaleAfter(log) : manifest.stale_after_hours * HOUR;
  if (last !== undefined && scan.now - Date.parse(last) > limit) gaps.set(last, scan.now);
  return [...gaps].map(([from, to]) => createStaleCandidate(from, to, context));
}

/** For a daily schedule, of which a run can be late or dropped. */
const MIN_STALE_AFTER = 36 * HOUR;

/** A weekend without scans is three times the distance of working days: a Monday that is a little late must not exceed it. */
const MAX_DELAY = 2 * HOUR;

/** Three times the usual distance of scans, and a delay. Those of one day, such as while it is set up, count as one. */
function computeStaleAfter({ scans }: EventLog): number {
  const distance = computeScanDistance(scans, MIN_STALE_AFTER / 3);
  return Math.max(MIN_STALE_AFTER, distance === null ? 0 : 3 * distance + MAX_DELAY);
}

function isStillRetried(record: LoggedEvent, end: number, { manifest, scan }: PlanContext): boolean {
  const isGivenUp = scan.now - end > manifest.delivery_retry_days * DAY;
  return hasDelivery(record, ({ error }) => error === DEFERRED || (error !== null && !isGivenUp));
}

/** `from`: the time of the scan before the gap, which is the place of its record. */
function createStaleCandidate(from: IsoTime, to: number, context: PlanContext): AlertCandidate {
  const since = Date.parse(from);
  return createScanCandidate(context, {
    event: 'scan.stale',
    record: from,
    error: createStaleFailure(from, formatIsoTime(to), (to - since) / HOUR),
    last_seen: from,
    since,
  });
}
