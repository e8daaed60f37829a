/** Gaps between scans: what expired meanwhile, nobody was told in time (contract section 3, `scan.stale`). */

import { UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import { ALL_SCANS, DEFERRED, type IsoTime } from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { LoggedEvent } from '../../generated/event-log.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { findHistory, firedAt, hasDelivery, isScanEvent } from '../log/history.ts';
import { createStaleFailure } from '../log/messages.ts';
import type { AlertCandidate } from './alerts.ts';
import type { PlanContext } from './context.ts';
import { createEventContext } from './payload.ts';

const HOUR = 3_600_000;

/** The time of the scan before a gap, which is the place of its record, in milliseconds. */
export function parseStaleSince(place: string | null): number | null {
  return place === null ? null : Date.parse(place);
}

/**
 * The gap before this scan, where it is longer than `stale_after_hours`; and every earlier one that was told to somebody
 * who did not get it, for as long as what is told once is tried. A gap is over once it is found, so each is told once.
 */
export function collectStaleScans(world: PlanContext): AlertCandidate[] {
  const gaps = new Map<IsoTime, number>();
  for (const record of world.log.events) {
    const end = isScanEvent(record) ? firedAt(record)?.wallClock : undefined;
    if (end !== undefined && record.place !== null && isStillRetried(record, end, world)) gaps.set(record.place, end);
  }
  const last = world.log.scans.last?.scanned_at;
  const { stale_after_hours: hours } = world.manifest;
  if (last !== undefined && hours !== null && world.scan.now - Date.parse(last) > hours * HOUR)
    gaps.set(last, world.scan.now);
  return [...gaps].map(([from, to]) => createStaleCandidate(from, to, world));
}

function isStillRetried(record: LoggedEvent, end: number, { manifest, scan }: PlanContext): boolean {
  const isGivenUp = scan.now - end > manifest.delivery_retry_days * DAY;
  return hasDelivery(record, ({ error }) => error === DEFERRED || (error !== null && !isGivenUp));
}

function createStaleCandidate(from: IsoTime, to: number, { histories, scan }: PlanContext): AlertCandidate {
  const event = 'scan.stale';
  const key = { certificate: ALL_SCANS, fingerprint: null, event, threshold: null, place: from } as const;
  return {
    key,
    history: findHistory(histories, key),
    threshold: null,
    life: null,
    since: parseStaleSince(from),
    places: [],
    context: createEventContext({
      event,
      name: ALL_SCANS,
      entry: null,
      fingerprint: null,
      facts: null,
      verdict: UNKNOWN_VERDICT,
      places: [],
      error: createStaleFailure(from, formatIsoTime(to), (to - Date.parse(from)) / HOUR),
      last_seen: from,
      place: null,
      alert: from,
      previous: null,
      scan,
      test: false,
    }),
  };
}
