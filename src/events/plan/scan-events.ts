/** Events about the scans themselves (`scan.*` in docs/concepts/events.md), and about probes that did not report. */

import { UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import {
  ALL_SCANS,
  DEFERRED,
  type EventName,
  type Failure,
  type IsoTime,
  type ResolutionName,
} from '../../domain/index.ts';
import { computeScanDistance } from '../../domain/scan-distance.ts';
import { DAY, HOUR } from '../../domain/thresholds.ts';
import type { EventLog, LoggedEvent } from '../../generated/event-log.ts';
import { groupBy } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { BLIND_SCANS, hasDelivery, isGap } from '../log/history.ts';
import { createNotObservedFailure, createStaleFailure } from '../log/messages.ts';
import { firedAt } from '../log/timestamps.ts';
import { type AlertCandidate, createCandidate } from './alert-candidate.ts';
import type { PlanContext } from './plan-context.ts';

interface ScanEvent {
  event: EventName;
  /** The location of the log record, which tells the histories of scan events apart. */
  record: string;
  error?: Failure | null;
  last_seen?: IsoTime | null;
  /** Milliseconds. */
  since?: number | null;
  /** Default: the reserved name of scans. */
  title?: string;
}

export function createScanCandidate(
  context: PlanContext,
  { event, record, error = null, last_seen = null, since = null, title }: ScanEvent,
): AlertCandidate {
  return createCandidate(context, {
    key: { certificate: ALL_SCANS, fingerprint: null, event, threshold: null, location: record },
    subject: {
      name: ALL_SCANS,
      entry: null,
      fingerprint: null,
      facts: null,
      verdict: UNKNOWN_VERDICT,
      locations: [],
      error,
      last_seen,
      distinguishing_locations: null,
      title,
    },
    since,
    locations: [],
    location: null,
  });
}

/** Creates one alert for a scan that reached no endpoint, instead of one for each endpoint. */
export function collectBlindScan(context: PlanContext): AlertCandidate[] {
  const { reachability } = context;
  if (reachability?.endpoints !== 'none') return [];
  return [createScanCandidate(context, { event: 'scan.blind', record: BLIND_SCANS, error: reachability.failure })];
}

/** The number of scans in a row without an observation that make a probe unreachable: a single one may be due to a late runner. */
const UNREACHABLE_AFTER_MISSES = 2;

/** The prefix of the locations in the log records about probes. The location of entries without a probe is `observations`. */
const PROBE_PREFIX = 'probe:';
const WITHOUT_PROBE = 'observations';

export function isProbeRecord(location: string | null): boolean {
  return location === WITHOUT_PROBE || (location?.startsWith(PROBE_PREFIX) ?? false);
}

/**
 * Creates one alert for a probe that did not report twice in a row, instead of one for each of its certificates. A scan of some entries
 * (`--only`) does not check probes.
 */
export function collectMissingProbes(context: PlanContext): AlertCandidate[] {
  if (!context.covers(ALL_SCANS)) return [];
  const missing = context.comparison.locations.filter(({ unobserved = 0 }) => unobserved >= UNREACHABLE_AFTER_MISSES);
  const byProbe = groupBy(missing, ({ entry }) => context.entries.get(entry)?.probe ?? null);
  return [...byProbe].map(([probe, locations]) => {
    const entries = [...new Set(locations.map(({ entry }) => entry))];
    return createScanCandidate(context, {
      event: 'certificate.unreachable',
      record: probe === null ? WITHOUT_PROBE : `${PROBE_PREFIX}${probe}`,
      error: createNotObservedFailure(probe, entries),
      title: formatMissing(probe, entries.length),
    });
  });
}

function formatMissing(probe: string | null, entries: number): string {
  return `${entries === 1 ? '1 entry' : `${entries} entries`}${probe === null ? '' : ` of probe ${probe}`}`;
}

/** Finds the resolution of the alert of a probe: all of its entries are observed, or none is left. */
export function findProbeResolution(location: string, context: PlanContext): ResolutionName | null {
  const probe = location === WITHOUT_PROBE ? null : location.slice(PROBE_PREFIX.length);
  const own = [...context.entries.values()].filter((entry) => entry.enabled && entry.probe === probe);
  if (own.length === 0) return 'certificate.removed';
  const isMissing = own.some(({ name }) =>
    context.comparison.listLocations(name).some(({ unobserved = 0 }) => unobserved > 0),
  );
  return isMissing ? null : 'certificate.recovered';
}

/** Names the probe in its resolution. */
export function formatProbeTitle(location: string): string {
  return location === WITHOUT_PROBE ? 'Every entry' : `Probe ${location.slice(PROBE_PREFIX.length)}`;
}

/**
 * Collects the gap before this scan if it is longer than `stale_after_hours` or unusual, and every earlier gap with a delivery that failed
 * or is deferred and may still be retried.
 */
export function collectStaleScans(context: PlanContext): AlertCandidate[] {
  const { log, alerting, scan } = context;
  const gaps = new Map<IsoTime, number>();
  for (const record of log.events) {
    const end = isGap(record) ? firedAt(record)?.wallClock : undefined;
    if (end !== undefined && record.location !== null && isStillRetried(record, end, context))
      gaps.set(record.location, end);
  }
  const last = log.scans.last?.scanned_at;
  const limit = alerting.stale_after_hours === null ? computeStaleAfter(log) : alerting.stale_after_hours * HOUR;
  if (last !== undefined && scan.now - Date.parse(last) > limit) gaps.set(last, scan.now);
  return [...gaps].map(([from, to]) => createStaleCandidate(from, to, context));
}

/** The minimum suits a daily schedule, of which a run can be late or dropped. */
const MIN_STALE_AFTER = 36 * HOUR;

/**
 * The allowed delay. A weekend without scans is three times the distance of working days: a scan on Monday that is a little late must not
 * be stale.
 */
const MAX_DELAY = 2 * HOUR;

/** Computes three times the usual distance of scans, plus a delay. The scans of one day, such as during setup, count as one. */
function computeStaleAfter({ scans }: EventLog): number {
  const distance = computeScanDistance(scans, MIN_STALE_AFTER / 3);
  return Math.max(MIN_STALE_AFTER, distance === null ? 0 : 3 * distance + MAX_DELAY);
}

function isStillRetried(record: LoggedEvent, end: number, { alerting, scan }: PlanContext): boolean {
  const isGivenUp = scan.now - end > alerting.delivery_retry_days * DAY;
  return hasDelivery(record, ({ error }) => error === DEFERRED || (error !== null && !isGivenUp));
}

/** Creates the alert about a gap. `from` is the time of the scan before it, which is the location of its record. */
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
