/** Types for event payloads, plans and receipts. */

import type { ReportData } from '../generated/report.ts';
import type { Failure, IsoTime, Severity } from './basic-types.ts';
import type { CertificateFacts } from './certificate.ts';
import type { Comparison } from './comparison.ts';
import type { EventName, NotifiedFindingName } from './event-definitions.ts';
import type { Silence } from './rules.ts';

/** The digest is a message like an event, but no rule matches it. */
export const DIGEST = 'digest';
export type MessageName = EventName | typeof DIGEST;

/** The certificate name of events about the scans themselves. No entry can have this name. */
export const ALL_SCANS = '(scan)';

/** The logged error of a delivery that is deferred until quiet hours are over. */
export const DEFERRED = 'quiet-hours';
/** The logged error of a deferred delivery whose alert was over before it could be sent. A merge prefers it to `DEFERRED`. */
export const DEFERRED_EXPIRED = 'quiet-hours-over';

export type FiringReason = 'first' | 'escalated' | 'repeat' | 'retry';
export type SuppressionReason = 'cooldown' | 'once' | 'silenced' | 'muted' | 'quiet_hours' | 'no_action' | 'unmatched';
export type Reason = FiringReason | SuppressionReason;

/** A destination: `webhook:NAME`, `email:NAME` or `issue`. */
export type Destination = string;

/** The finding of an event. In a resolution, only `event` and `qualifier` are known. */
export interface EventFinding {
  event: NotifiedFindingName;
  qualifier: string;
  severity: Severity | null;
  code: string | null;
  detail: string | null;
  /** Each failed check of a policy, with its own code. */
  checks?: Failure[];
  /** The items to add to `expected` of the `ct` entry if the finding is by design, as YAML. */
  proposal?: string;
}

/** The time for which a location could not be read. `days` are full days. */
export interface UnreachableState {
  never_read: boolean;
  since: IsoTime | null;
  days: number;
}

export type { RenewalCommit, RenewalEvidence, RenewalIssuer } from '../generated/report.ts';

/** The `data` of the template context (docs/reference/templates.md). schema/report.schema.json describes its fields. */
export interface EventData extends Omit<ReportData, 'event_type' | 'finding' | 'unreachable' | 'previous'> {
  event_type: MessageName | null;
  finding: EventFinding | null;
  unreachable: UnreachableState | null;
  /** The certificate that was replaced. */
  previous: { fingerprint_sha256: string | null; valid_to: IsoTime; common_name: string | null } | null;
}

/** The template context (docs/reference/templates.md) without the webhook's `secrets`, which `notify/` adds. */
export interface EventContext {
  event: MessageName;
  timestamp: IsoTime;
  object_type: 'certvigil.certificate' | 'certvigil.scan' | 'certvigil.digest';
  model: 'certificate' | 'scan' | 'digest';
  username: string | null;
  request_id: string;
  data: EventData;
  snapshots: { prechange: EventData | CertificateFacts | null; postchange: EventData | CertificateFacts | null };
}

/** The silence that suppresses an alert. */
export type AppliedSilence = Pick<Silence, 'until' | 'reason' | 'created_by'>;

export interface PlannedEvent<Name extends MessageName = EventName> {
  id: string;
  event: Name;
  certificate: string;
  fingerprint_sha256: string | null;
  threshold: number | string | null;
  suppressed: boolean;
  reason: Reason;
  /**
   * Conditions that could not be evaluated, such as one on a missing attribute: reported, never silently false. Without a rule, the rules
   * that nearly match.
   */
  notes: string[];
  /** Whether the run is red, because a person must act, and no rule takes the alert. Default: false. */
  without_rule?: true;
  /** The silence, if a delivery would be due without it. */
  silence: AppliedSilence | null;
  context: EventContext;
  /** The key of its log record: for a resolution, the resolved alert; for a threshold, its key. `locations` are the affected locations. */
  record: {
    fingerprint: string | null;
    location: string | null;
    threshold: number | string | null;
    /** The topic of a finding, or of its resolution. */
    topic?: string;
    locations: string[];
  };
}

/** A combination of event, rule and destination, which is due, or suppressed for a reason. */
export interface PlannedDelivery {
  event_id: string;
  rule: string;
  destination: Destination;
  due: boolean;
  reason: Reason;
  /** When a cooldown ends, in milliseconds. */
  until?: number;
}

/** An acknowledgement of an alert: the person, and the evidence. */
export interface Acknowledgement {
  acknowledged_by: string | null;
  reason: string;
  acknowledged_at: IsoTime;
}

/** The result of one delivery that was due. */
export interface Receipt {
  event_id: string;
  rule: string;
  destination: Destination;
  status: 'sent' | 'failed';
  /** The number of requests in this scan. */
  attempts: number;
  /** The failure; `code` is recorded in the log, and `detail` is for people. */
  error: Failure | null;
  /** The acknowledgement, if nothing was sent because the receiver reports that a person has acknowledged the alert. */
  acknowledged?: Acknowledgement;
}

/** All decisions of a scan, before deliveries are made. */
export interface Plan<Name extends MessageName = EventName> {
  events: PlannedEvent<Name>[];
  deliveries: PlannedDelivery[];
}

/** The input of issue synchronization in addition to the deliveries. */
export interface IssueSyncInput {
  comparison: Comparison;
  /** Whether the scan covered every entry: only then can an issue be closed because its certificate is no longer in use. */
  isComplete: boolean;
  scan: ScanContext;
}

/** The user and the time of this scan. */
export interface ScanContext {
  scan_id: string;
  now: number;
  username: string | null;
  repository: string | null;
  run_url: string | null;
}
