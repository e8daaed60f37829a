/** Events about the scans themselves (`scan.*` in docs/concepts/events.md). */

import { UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import { ALL_SCANS, type EventName, type Failure, type IsoTime } from '../../domain/index.ts';
import { BLIND_SCANS } from '../log/history.ts';
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
}

export function createScanCandidate(
  context: PlanContext,
  { event, record, error = null, last_seen = null, since = null }: ScanEvent,
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
