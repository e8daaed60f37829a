/** Detects gaps between scans, in which nothing was monitored (`scan.stale` in docs/concepts/events.md). */

import { DEFERRED, type IsoTime } from '../../domain/index.ts';
import { DAY, HOUR } from '../../domain/thresholds.ts';
import type { LoggedEvent } from '../../generated/event-log.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { hasDelivery, isGap } from '../log/history.ts';
import { createStaleFailure } from '../log/messages.ts';
import { firedAt } from '../log/timestamps.ts';
import type { AlertCandidate } from './candidate.ts';
import type { PlanContext } from './context.ts';
import { createScanCandidate } from './scan-events.ts';

/**
 * Collects the gap before this scan if it is longer than `stale_after_hours`, and every earlier gap with a delivery that failed
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
  const { stale_after_hours: hours } = manifest;
  if (last !== undefined && hours !== null && scan.now - Date.parse(last) > hours * HOUR) gaps.set(last, scan.now);
  return [...gaps].map(([from, to]) => createStaleCandidate(from, to, context));
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
