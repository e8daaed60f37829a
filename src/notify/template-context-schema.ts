/** The names that templates see (docs/reference/templates.md), so that `validate` can check what they use. */

import {
  type CertificateFacts,
  DIGEST,
  EVENT_NAMES,
  type EventContext,
  type EventData,
  type MessageName,
  STATUSES,
} from '../domain/index.ts';
import type { Digest } from '../generated/digest.ts';
import { type ContextSchema, type Schema, schemas } from '../jinja/index.ts';

const {
  ANY,
  BOOLEAN,
  createListSchema: listOf,
  createMapSchema: mapOf,
  NUMBER,
  numberLike,
  createObjectSchema: objectOf,
  optional,
  createSingleSchema: singleOf,
  TEXT,
  textLike,
} = schemas;

type Fields<Described> = Record<keyof Described, Schema>;

const TIME = textLike('2026-06-01T00:00:00Z', '2027-11-30T23:59:59Z');
const NAME = textLike('shop.example.com', 'www.example.org');
const DISTINGUISHED_NAME = textLike('CN=Example CA,O=Example', 'C=DE,O=Example GmbH,CN="Example, R1"');
const STATUS = textLike(...STATUSES);
const LEVEL = textLike('error', 'warning', 'info');

const MAYBE_TEXT = optional(TEXT);
const MAYBE_NUMBER = optional(NUMBER);
const MAYBE_TIME = optional(TIME);
const FAILURE = optional(objectOf({ code: TEXT, detail: TEXT }));
const LABELS = mapOf(TEXT);

/** A certificate that was read. Without one, or with a hard-coded date, each field is null. */
const FACTS: Fields<CertificateFacts> = {
  common_name: optional(NAME),
  subject: optional(DISTINGUISHED_NAME),
  issuer: optional(DISTINGUISHED_NAME),
  serial_number: MAYBE_TEXT,
  fingerprint_sha256: MAYBE_TEXT,
  sans: listOf(NAME),
  key_algorithm: MAYBE_TEXT,
  key_size: MAYBE_NUMBER,
  signature_algorithm: MAYBE_TEXT,
  valid_from: MAYBE_TIME,
  valid_to: MAYBE_TIME,
  lifetime_days: MAYBE_NUMBER,
};

const EVENT: Fields<EventData> = {
  ...FACTS,
  event_type: optional(textLike(...EVENT_NAMES)),
  certificate: NAME,
  certificate_id: MAYBE_TEXT,
  alert_key: TEXT,
  effective_valid_to: MAYBE_TIME,
  limited_by: optional(objectOf({ subject: DISTINGUISHED_NAME, fingerprint_sha256: TEXT })),
  renewal: optional(
    objectOf({
      expected_at: TIME,
      source: TEXT,
      window: optional(objectOf({ start: TIME, end: TIME })),
      explanation_url: MAYBE_TEXT,
      error: MAYBE_TEXT,
    }),
  ),
  days_remaining: MAYBE_NUMBER,
  status: STATUS,
  level: LEVEL,
  threshold: optional(ANY),
  threshold_days: MAYBE_NUMBER,
  scan_id: TEXT,
  timestamp: TIME,
  assigned_objects: listOf(objectOf({ type: TEXT, name: TEXT })),
  assignment_count: NUMBER,
  labels: LABELS,
  owner: MAYBE_TEXT,
  tenant: MAYBE_TEXT,
  renewal_instructions: MAYBE_TEXT,
  place: MAYBE_TEXT,
  finding: optional(objectOf({ event: TEXT, about: TEXT, severity: MAYBE_TEXT, code: MAYBE_TEXT, detail: MAYBE_TEXT })),
  error: FAILURE,
  last_seen: MAYBE_TIME,
  previous: optional(objectOf({ fingerprint_sha256: MAYBE_TEXT, valid_to: TIME, common_name: optional(NAME) })),
  repository: MAYBE_TEXT,
  run_url: MAYBE_TEXT,
  test: BOOLEAN,
};

/** Never null in events about a certificate that was read, or whose date is hard-coded. */
const READ = { certificate_id: TEXT, valid_to: TIME, effective_valid_to: TIME, days_remaining: NUMBER };

/** Messages about a certificate that may never have been read, or about none. */
const WITHOUT_CERTIFICATE: readonly MessageName[] = ['certificate.unreachable', 'scan.stale', DIGEST];

/** The fields of an event. Fewer are null if the receiver gets only certain messages. */
function createEventFields(messages: readonly MessageName[]): Record<string, Schema> {
  const isWarning = (message: MessageName) => message === 'certificate.expiry_warning';
  return {
    ...EVENT,
    event_type: optional(textLike(...messages)),
    ...(!messages.some((message) => WITHOUT_CERTIFICATE.includes(message)) && READ),
    ...(messages.every(isWarning) && { threshold: ANY, threshold_days: NUMBER }),
  };
}

const CERTIFICATE: Fields<Digest['expired'][number]> = {
  certificate: NAME,
  certificate_id: MAYBE_TEXT,
  common_name: optional(NAME),
  issuer: optional(DISTINGUISHED_NAME),
  valid_to: MAYBE_TIME,
  days_remaining: MAYBE_NUMBER,
  status: STATUS,
  places: listOf(TEXT),
  owner: MAYBE_TEXT,
  labels: LABELS,
  renewal_instructions: MAYBE_TEXT,
  error: FAILURE,
  last_seen: MAYBE_TIME,
  found: listOf(TEXT),
  silence: optional(objectOf({ until: TIME, reason: TEXT })),
};

const CERTIFICATES = listOf(objectOf(CERTIFICATE));
const READ_CERTIFICATES = listOf(
  objectOf({ ...CERTIFICATE, certificate_id: TEXT, valid_to: TIME, days_remaining: NUMBER }),
);

const SUMMARY: Fields<Digest['summary']> = {
  certificates: NUMBER,
  expired: NUMBER,
  critical: NUMBER,
  unknown: NUMBER,
  not_yet_valid: NUMBER,
  warning: NUMBER,
  ok: NUMBER,
  silenced: NUMBER,
  renewed: NUMBER,
  upcoming: NUMBER,
};

const RENEWAL: Fields<Digest['renewed'][number]> = {
  certificate: NAME,
  common_name: optional(NAME),
  places: listOf(TEXT),
  renewed_at: TIME,
  valid_to: TIME,
  previous_valid_to: TIME,
};

/** The fields that a digest has in addition. A template may serve both events and the digest. */
const DIGEST_DATA: Fields<Omit<Digest, 'deliveries'>> = {
  version: NUMBER,
  scan_id: TEXT,
  scanned_at: TIME,
  since: MAYBE_TIME,
  dry_run: BOOLEAN,
  is_due: BOOLEAN,
  headline: TEXT,
  summary: objectOf(SUMMARY),
  expired: READ_CERTIFICATES,
  critical: READ_CERTIFICATES,
  unknown: CERTIFICATES,
  not_yet_valid: READ_CERTIFICATES,
  warning: READ_CERTIFICATES,
  silenced: CERTIFICATES,
  renewed: listOf(objectOf(RENEWAL)),
  upcoming: listOf(objectOf({ week: TEXT, from: TIME, to: TIME, certificates: READ_CERTIFICATES })),
};

const SNAPSHOT = optional(objectOf(EVENT));

/**
 * The context of a template. `secrets` are the names of the webhook's secrets, or null for email, which has none;
 * `messages` are those that the receiver can get.
 */
export function createContextSchema(
  secrets: readonly string[] | null,
  messages: readonly MessageName[] = [...EVENT_NAMES, DIGEST],
): ContextSchema {
  const context: Fields<EventContext> = {
    event: textLike(...messages),
    timestamp: TIME,
    object_type: textLike('certvigil.certificate', 'certvigil.scan', 'certvigil.digest'),
    model: textLike('certificate', 'scan', 'digest'),
    username: MAYBE_TEXT,
    request_id: TEXT,
    data: objectOf({ ...DIGEST_DATA, ...createEventFields(messages) }),
    snapshots: objectOf({ prechange: SNAPSHOT, postchange: SNAPSHOT }),
  };
  const secretFields = secrets && { secrets: objectOf(Object.fromEntries(secrets.map((name) => [name, TEXT]))) };
  return { ...context, events: singleOf(objectOf(context)), more: numberLike(0, 5), ...secretFields };
}
