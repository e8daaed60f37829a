/**
 * The words of the domain, data only. Every folder of the row speaks in these and in nothing of its neighbours'.
 *
 * Times that are kept or shown are `IsoTime` strings; times that are computed with are milliseconds since the epoch.
 */

import type { EventLog } from './generated/event-log.ts';

/** ISO 8601 in UTC with `Z`, to the second where a certificate says it (`2027-03-01T00:00:00Z`). */
export type IsoTime = string;

// ---------------------------------------------------------------------------------------------- the manifest

/** Where something stands in a user's file; line and column count from 1. */
export interface Position {
  file: string;
  line: number;
  column: number;
}

/** One thing that is wrong with the user's file. The wording of each code stands in `manifest/diagnostics.ts`. */
export interface Diagnostic extends Position {
  /** Stable and kebab-case, with a paragraph in `docs/errors.md`. */
  code: string;
  severity: 'error' | 'warning';
  message: string;
  /** What to do about it. */
  hint?: string;
  /** The line itself, for the code frame, and how many columns the caret underlines. */
  source?: { text: string; length: number };
}

/** A threshold or a status limit: `10`, `"10d"`, `"36h"` or `"33%"` of the lifetime. */
export interface Limit {
  /** As written in the manifest, which is how messages show it. */
  written: number | string;
  unit: 'days' | 'hours' | 'percent';
  value: number;
}

/** The `expiry_*` settings as they hold for one entry. */
export interface Settings {
  warning: Limit;
  critical: Limit;
  thresholds: Limit[];
  /** Which of the three the user has written: what he has not is capped by the lifetime (contract section 2). */
  written: { warning: boolean; critical: boolean; thresholds: boolean };
  cooldown_hours: number;
  repeat: boolean;
}

export interface EndpointTarget {
  /** As written, without brackets or port. */
  host: string;
  port: number;
  /** Lower-case `host:port` (`[::1]:443`): the name of the place. */
  place: string;
}

export type StartTls = 'smtp' | 'imap' | 'pop3';

export type Source =
  | { kind: 'endpoint'; targets: EndpointTarget[]; server_name: string | null; starttls: StartTls | null }
  | { kind: 'file'; patterns: string[]; exclude: string[] }
  | { kind: 'expires'; date: string };

export type SourceKind = Source['kind'];

/** One item under `certificates`, with the defaults merged in. */
export interface Entry {
  name: string;
  source: Source;
  enabled: boolean;
  labels: Record<string, string>;
  owner: string | null;
  assignments: string[];
  renewal_instructions: string | null;
  settings: Settings;
  position: Position;
}

/** Fields marked `x-environment` in the schema still hold their `${NAME}` references here. */
export interface Webhook {
  name: string;
  url: string;
  method: string;
  content_type: string;
  headers: Record<string, string>;
  /** null: the whole context as JSON. */
  body_template: string | null;
  secrets: Record<string, string>;
  /** The key of `X-Hook-Signature`. */
  secret: string | null;
  ssl_verification: boolean;
  ca_file: string | null;
  timeout_seconds: number;
  position: Position;
  /** Where each variable that this webhook needs is first named. */
  variables: Record<string, Position>;
}

export interface Condition {
  attr: string;
  op: 'eq' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'contains' | 'regex';
  value: unknown;
  negate: boolean;
}

export type ConditionSet = { and: ConditionSet[] } | { or: ConditionSet[] } | Condition;

/** One place where an event can be sent. `issue` and `email` join it later. */
export interface Action {
  kind: 'webhook';
  /** The webhook's name. */
  name: string;
}

export interface Rule {
  name: string;
  enabled: boolean;
  /** Event names, or globs such as `certificate.*`. */
  events: string[];
  match: {
    /** Each label must equal the value, or one of the values. */
    labels: Record<string, string[]>;
    /** Globs over entry names; empty: every name. */
    names: string[];
    status: Status[];
    thresholds: Limit[];
  };
  conditions: ConditionSet | null;
  actions: Action[];
  position: Position;
}

/** A manifest that is whole and valid, with every default filled in. */
export interface Manifest {
  /** As named to the user. */
  file: string;
  /** Absolute folder that the manifest's paths are relative to. */
  root: string;
  entries: Entry[];
  webhooks: Webhook[];
  rules: Rule[];
  event_log: { store: 'file'; path: string; retention_days: number };
  delivery_retry_days: number;
  scan: { timeout_seconds: number; concurrency: number };
}

// ---------------------------------------------------------------------------------------------- what a scan finds

/** What went wrong for one certificate, place or delivery. `detail` is in our own words, never a secret or a peer's. */
export interface Failure {
  code: string;
  detail: string;
}

/** What a certificate says of itself. For a date known by hand all but `valid_to` are null or empty. */
export interface CertificateFacts {
  common_name: string | null;
  /** RFC 4514 strings. */
  subject: string | null;
  issuer: string | null;
  /** Lower-case hex without separators. */
  serial_number: string | null;
  /** Lower-case hex; null for a date known by hand. */
  fingerprint_sha256: string | null;
  /** `example.com`, `192.0.2.1`, `user@example.com`, ...: the bare values, in the certificate's order. */
  sans: string[];
  key_algorithm: string | null;
  /** Bits. */
  key_size: number | null;
  signature_algorithm: string | null;
  valid_from: IsoTime | null;
  valid_to: IsoTime;
  /** Rounded. */
  lifetime_days: number | null;
}

/** A decoded certificate with the chain that was served or stored beside it. */
export interface Certificate {
  /** SHA-256 in lower-case hex; for a date known by hand the date: with the entry's name it makes the subject. */
  fingerprint: string;
  facts: CertificateFacts;
  chain: CertificateFacts[];
}

/** One place as this scan saw it: a certificate or a failure. */
export interface PlaceReading {
  /**
   * `host:port`, a `/`-separated path, or `declared`. In a file with unrelated certificates each has the place
   * `path#<first 12 hex of its fingerprint>`, so that such a file is compared as a set. A failure of the file
   * itself stands at the bare path and concerns every `path#...` under it.
   */
  place: string;
  /** `address:port` that was connected to, or null. */
  address: string | null;
  certificate: Certificate | null;
  failure: Failure | null;
}

/** What a scan learnt of one source of one entry. */
export interface SourceReading {
  entry: string;
  /** The place of an endpoint, the path or glob of a file as written, or `declared`. */
  source: string;
  /** The source as a whole could not be read: every place known under it fails. */
  failure: Failure | null;
  places: PlaceReading[];
}

/** What `scan/` hands to `certificate/`: bytes of one place, before they are decoded. */
export type RawPlace =
  | { place: string; address: string | null; content: Uint8Array }
  /** An endpoint's certificates: the leaf first, each DER. */
  | { place: string; address: string | null; served: Uint8Array[] }
  /** A date known by hand: YYYY-MM-DD. */
  | { place: string; address: null; declared: string }
  | { place: string; address: string | null; failure: Failure };

export interface RawSource {
  entry: string;
  source: string;
  failure: Failure | null;
  places: RawPlace[];
}

// ---------------------------------------------------------------------------------------------- the verdict

/** In the order in which the first that holds is taken (contract section 2). */
export const STATUSES = ['unknown', 'expired', 'not_yet_valid', 'critical', 'warning', 'ok'] as const;
export type Status = (typeof STATUSES)[number];

export type Level = 'error' | 'warning' | 'info';

/** A threshold as it holds for one certificate. */
export interface Threshold {
  /** One spelling for each threshold: `14`, `36h`, `25%`. Days are numbers. */
  key: number | string;
  written: number | string;
  /** The distance to the end in days, which may be a fraction. */
  days: number;
  /** The moment of crossing in milliseconds: crossed once `now` is at or past it. */
  crosses_at: number;
}

export interface Verdict {
  status: Status;
  level: Level;
  /** floor((valid_to - now) / 86 400 s); null where nothing is known. */
  days_remaining: number | null;
  /** Every threshold that holds for this certificate, the one crossed first at the head. */
  thresholds: Threshold[];
  /** The crossed one that was crossed last, and null once expired. */
  threshold: Threshold | null;
}

/** One distinct certificate of one entry, alive in this scan. */
export interface Subject {
  entry: string;
  fingerprint: string;
  certificate: Certificate;
  /** The names of the live places that hold it, sorted. */
  places: string[];
}

/** One place that is not gone, after this scan's readings were taken into the log. */
export interface LivePlace {
  entry: string;
  place: string;
  source: string;
  /** What is there, or was when it was last read; null where it never was. */
  fingerprint: string | null;
  previous: string | null;
  /** Since when `fingerprint` is there; null where nothing was ever read. */
  since: IsoTime | null;
  /** Scans in a row, this one included, that could not read it. */
  failures: number;
  /** Why this scan could not read it; null where it could. */
  failure: Failure | null;
  address: string | null;
}

/** What is known after the readings were taken in, and before anything is decided. */
export interface Observation {
  /** The log with its places and certificates brought up to date; its events are as before. */
  log: EventLog;
  /** Of the entries that this scan covers, sorted by entry and place. */
  places: LivePlace[];
  subjects: Subject[];
}

// ---------------------------------------------------------------------------------------------- events

export const ALERTS = [
  'certificate.expiry_warning',
  'certificate.expired',
  'certificate.changed',
  'certificate.unreachable',
] as const;
export const ENDINGS = ['certificate.renewed', 'certificate.removed', 'certificate.recovered'] as const;
export const EVENTS = [...ALERTS, ...ENDINGS] as const;
export type AlertName = (typeof ALERTS)[number];
export type EndingName = (typeof ENDINGS)[number];
export type EventName = (typeof EVENTS)[number];

export type FiringReason = 'first' | 'escalated' | 'repeat' | 'retry';
export type SuppressionReason = 'cooldown' | 'once' | 'silenced' | 'unmatched';
export type Reason = FiringReason | SuppressionReason;

/** `webhook:NAME`, later also `issue` and `email:NAME`. */
export type Destination = string;

/** `data` of the template context (contract section 5), in the order in which it is shown. */
export interface EventData {
  event_type: EventName | null;
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
  error: Failure | null;
  last_seen: IsoTime | null;
  previous: { fingerprint_sha256: string | null; valid_to: IsoTime; common_name: string | null } | null;
  repository: string | null;
  run_url: string | null;
  test: boolean;
}

/** What a template sees (contract section 5), without this webhook's `secrets`, which `deliver/` adds. */
export interface EventContext {
  event: EventName;
  timestamp: IsoTime;
  object_type: 'certvigil.certificate';
  model: 'certificate';
  username: string | null;
  request_id: string;
  data: EventData;
  snapshots: { prechange: EventData | CertificateFacts | null; postchange: EventData | CertificateFacts | null };
}

export interface PlannedEvent {
  id: string;
  event: EventName;
  certificate: string;
  fingerprint_sha256: string | null;
  threshold: number | string | null;
  suppressed: boolean;
  reason: Reason;
  /** Conditions that named an attribute that is missing: reported, never silently false. */
  notes: string[];
  context: EventContext;
  /** What the log keeps it under: of an ending what ends, of a threshold its key. `places` are those concerned. */
  record: { fingerprint: string | null; place: string | null; threshold: number | string | null; places: string[] };
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
export interface Plan {
  events: PlannedEvent[];
  deliveries: PlannedDelivery[];
}

/** Who runs this scan and when: what payloads and the log need beside the certificates. */
export interface ScanContext {
  scan_id: string;
  now: number;
  username: string | null;
  repository: string | null;
  run_url: string | null;
}
