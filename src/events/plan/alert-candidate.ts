/** An event that may be sent: its log record, its history and its template context. */

import type { SubjectState } from '../../domain/event-data.ts';
import type {
  CertificateFacts,
  EventContext,
  EventFinding,
  EventName,
  IsoTime,
  RenewalEvidence,
  Threshold,
  UnreachableState,
} from '../../domain/index.ts';
import { findHistory, type History, type RecordKey } from '../log/history.ts';
import { createEventContext } from './event-context.ts';
import type { PlanContext } from './plan-context.ts';

/** A certificate with its effective expiry. */
export interface EffectiveValidity {
  facts: Pick<CertificateFacts, 'valid_from' | 'valid_to'>;
  expiry: IsoTime | null;
}

export interface AlertCandidate {
  key: RecordKey & { event: EventName };
  history: History;
  /** The crossed threshold, only for `expiry_warning`. */
  threshold: Threshold | null;
  /** The certificate and the expiry from which thresholds are computed; null if the event has none. */
  validity: EffectiveValidity | null;
  /** Since when the condition holds, in milliseconds: only for `changed`, `scan.stale` and `fixture_expiring`. */
  since: number | null;
  /** Whether the event goes to every receiver of alerts about certificates, also without a rule for it. */
  reachesAll: boolean;
  /** The affected locations, for the log. */
  locations: readonly string[];
  context: EventContext;
}

type CandidateDefaults = Pick<AlertCandidate, 'threshold' | 'validity' | 'since' | 'reachesAll'>;

interface CandidateOptions extends Partial<CandidateDefaults> {
  key: AlertCandidate['key'];
  subject: SubjectState;
  locations: readonly string[];
  /** The `location` of the payload; default: that of the key. */
  location?: string | null;
  finding?: EventFinding;
  unreachable?: UnreachableState;
  /** The certificate that was replaced. */
  previous?: CertificateFacts | null;
  /** The evidence of a renewal. */
  evidence?: RenewalEvidence | undefined;
}

/** The key identifies the alert in the payload as well: its firings and its resolution share an `alert_key`. */
export function createCandidate(
  { histories, scan }: Pick<PlanContext, 'histories' | 'scan'>,
  options: CandidateOptions,
): AlertCandidate {
  const { key, subject, locations, location = key.location, finding, previous = null, evidence } = options;
  const { threshold = null, validity = null, since = null, reachesAll = false, unreachable = null } = options;
  const { event, fingerprint, topic } = key;
  const alert = `${fingerprint ?? key.location ?? ''}${topic === undefined ? '' : `/${topic}`}`;
  return {
    key,
    history: findHistory(histories, key),
    threshold,
    validity,
    since,
    reachesAll,
    locations,
    context: createEventContext({ subject, event, location, alert, finding, unreachable, previous, evidence, scan }),
  };
}
