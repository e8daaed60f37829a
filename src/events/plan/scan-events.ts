/** Events about the scans themselves (`scan.*` in docs/concepts/events.md), and about probes that did not report. */

import { UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import { ALL_SCANS, type EventName, type Failure, type IsoTime, type ResolutionName } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import { BLIND_SCANS } from '../log/history.ts';
import { createNotObservedFailure } from '../log/messages.ts';
import { type AlertCandidate, createCandidate } from './candidate.ts';
import type { PlanContext } from './context.ts';

interface ScanEvent {
  event: EventName;
  /** The place of the log record, which tells the histories of scan events apart. */
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
    key: { certificate: ALL_SCANS, fingerprint: null, event, threshold: null, place: record },
    subject: {
      name: ALL_SCANS,
      entry: null,
      fingerprint: null,
      facts: null,
      verdict: UNKNOWN_VERDICT,
      places: [],
      error,
      last_seen,
      distinct_at: null,
      title,
    },
    since,
    places: [],
    place: null,
  });
}

/** A scan that reached no endpoint is one alert, and not one for each of them. */
export function collectBlindScan(context: PlanContext): AlertCandidate[] {
  const { reachability } = context;
  if (reachability?.endpoints !== 'none') return [];
  return [createScanCandidate(context, { event: 'scan.blind', record: BLIND_SCANS, error: reachability.failure })];
}

/** Scans in a row without an observation: a single one may be a runner that was late. */
const UNREACHABLE_AFTER_MISSES = 2;

/** The places in the log records about probes begin with this; that of entries without a probe is `observations`. */
const PROBE_PREFIX = 'probe:';
const WITHOUT_PROBE = 'observations';

export function isProbeRecord(place: string | null): boolean {
  return place === WITHOUT_PROBE || (place?.startsWith(PROBE_PREFIX) ?? false);
}

/**
 * A probe that did not report twice in a row is one alert, and not one for each of its certificates. A scan of some entries (`--only`)
 * says nothing about probes.
 */
export function collectMissingProbes(context: PlanContext): AlertCandidate[] {
  if (!context.covers(ALL_SCANS)) return [];
  const missing = context.observation.places.filter(({ unobserved = 0 }) => unobserved >= UNREACHABLE_AFTER_MISSES);
  const byProbe = groupBy(missing, ({ entry }) => context.entries.get(entry)?.probe ?? null);
  return [...byProbe].map(([probe, places]) => {
    const entries = [...new Set(places.map(({ entry }) => entry))];
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

/** The alert of a probe is over when all of its entries are observed, or none is left. */
export function findProbeResolution(place: string, context: PlanContext): ResolutionName | null {
  const probe = place === WITHOUT_PROBE ? null : place.slice(PROBE_PREFIX.length);
  const own = [...context.entries.values()].filter((entry) => entry.enabled && entry.probe === probe);
  if (own.length === 0) return 'certificate.removed';
  const isMissing = own.some(({ name }) => context.listPlaces(name).some(({ unobserved = 0 }) => unobserved > 0));
  return isMissing ? null : 'certificate.recovered';
}

/** Names the probe in its resolution. */
export function formatProbeTitle(place: string): string {
  return place === WITHOUT_PROBE ? 'Every entry' : `Probe ${place.slice(PROBE_PREFIX.length)}`;
}
