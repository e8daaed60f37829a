/** The words of what is told, to whom, and why or why not. */

import type { CertificateFacts, Observation } from './certificate.ts';
import type { Failure, IsoTime, Level, Severity, Status } from './common.ts';
import { FINDING_NAMES, type FindingName, type Renewal } from './findings.ts';
import type { Silence } from './manifest.ts';

const ALERTS = [
  'certificate.expiry_warning',
  'certificate.expired',
  'certificate.changed',
  'certificate.unreachable',
  ...FINDING_NAMES,
] as const;
export const RESOLUTION_NAMES = ['certificate.renewed', 'certificate.removed', 'certificate.recovered'] as const;
/** Told of the scans themselves, and of no certificate. */
const SCAN_EVENTS = ['scan.stale'] as const;
export const EVENT_NAMES = [...ALERTS, ...RESOLUTION_NAMES, ...SCAN_EVENTS] as const;
export type AlertName = (typeof ALERTS)[number];
export type ResolutionName = (typeof RESOLUTION_NAMES)[number];
export type EventName = (typeof EVENT_NAMES)[number];

/** What is told by a message: an event, or how all certificates stand, which no rule hears of. */
export const DIGEST = 'digest';
export type MessageName = EventName | typeof DIGEST;

/** What stands for a certificate's name where an event is about the scans: no entry can be named so. */
export const ALL_SCANS = '(scan)';

/** What the log has as the error of a delivery that waits for the end of quiet hours. */
export const DEFERRED = 'quiet-hours';
/** And of one that waits no longer, since what it would have told was over. It wins over the other where logs are merged. */
export const DEFERRED_EXPIRED = 'quiet-hours-over';

export type FiringReason = 'first' | 'escalated' | 'repeat' | 'retry';
export type SuppressionReason = 'cooldown' | 'once' | 'silenced' | 'quiet_hours' | 'unmatched';
export type Reason = FiringReason | SuppressionReason;

/** `webhook:NAME`, `email:NAME` or `issue`. */
export type Destination = string;

/** What an event is about that is told of a finding, or of its end: then nothing but `event` and `about` is known. */
export interface EventFinding {
  event: FindingName;
  about: string;
  severity: Severity | null;
  code: string | null;
  detail: string | null;
}

/** `data` of the template context (contract section 5), in the order in which it is shown. */
export interface EventData {
  event_type: MessageName | null;
  certificate: string;
  certificate_id: string | null;
  alert_key: string;
  common_name: string | null;
  subject: string | null;
  issuer: string | null;
  serial_number: string | null;
  fingerprint_sha256: string | null;
  sans: string[];
  key_algorithm: string | null;
  key_size: number | null;
  signature_algorithm: string | null;
  valid_from: IsoTime | null;
  valid_to: IsoTime | null;
  lifetime_days: number | null;
  effective_valid_to: IsoTime | null;
  limited_by: { subject: string; fingerprint_sha256: string } | null;
  renewal: Renewal | null;
  days_remaining: number | null;
  status: Status;
  level: Level;
  threshold: number | string | null;
  threshold_days: number | null;
  scan_id: string;
  timestamp: IsoTime;
  assigned_objects: { type: string; name: string }[];
  assignment_count: number;
  labels: Record<string, string>;
  owner: string | null;
  tenant: string | null;
  renewal_instructions: string | null;
  place: string | null;
  finding: EventFinding | null;
  error: Failure | null;
  last_seen: IsoTime | null;
  previous: { fingerprint_sha256: string | null; valid_to: IsoTime; common_name: string | null } | null;
  repository: string | null;
  run_url: string | null;
  test: boolean;
}

/** What a template sees (contract section 5), without this webhook's `secrets`, which `deliver/` adds. */
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

/** By what an alert is held back. */
export type AppliedSilence = Pick<Silence, 'until' | 'reason'>;

export interface PlannedEvent<Name extends MessageName = EventName> {
  id: string;
  event: Name;
  certificate: string;
  fingerprint_sha256: string | null;
  threshold: number | string | null;
  suppressed: boolean;
  reason: Reason;
  /** Conditions that named an attribute that is missing: reported, never silently false. */
  notes: string[];
  /** What would go and is silenced; null otherwise. */
  silence: AppliedSilence | null;
  context: EventContext;
  /** What the log keeps it under: of an ending what ends, of a threshold its key. `places` are those concerned. */
  record: {
    fingerprint: string | null;
    place: string | null;
    threshold: number | string | null;
    /** The topic of a finding, or of its ending. */
    about?: string;
    places: string[];
  };
}

/** One (event, rule, destination): to be delivered, or held back with its reason. */
export interface PlannedDelivery {
  event_id: string;
  rule: string;
  destination: Destination;
  due: boolean;
  reason: Reason;
}

/** What became of one delivery that was due. */
export interface Receipt {
  event_id: string;
  rule: string;
  destination: Destination;
  status: 'sent' | 'failed';
  /** Requests made in this scan. */
  attempts: number;
  /** `code` goes into the log; `detail` is for people. */
  error: Failure | null;
}

/** Everything that a scan decided, before anything was sent. */
export interface Plan<Name extends MessageName = EventName> {
  events: PlannedEvent<Name>[];
  deliveries: PlannedDelivery[];
}

/** What a scan hands to what keeps state beside the deliveries: all that it has seen, and how far it looked. */
export interface IssueSyncInput {
  observation: Observation;
  /** Whether it looked at every entry: only then is it known what is in use no more. */
  whole: boolean;
  scan: ScanContext;
}

/** Who runs this scan and when: what payloads and the log need beside the certificates. */
export interface ScanContext {
  scan_id: string;
  now: number;
  username: string | null;
  repository: string | null;
  run_url: string | null;
}
