/** What templates see (docs/reference/templates.md), so that what they ask for beside it can be told before anything is sent. */

import {
  type CertificateFacts,
  DIGEST,
  EVENT_NAMES,
  type EventContext,
  type EventData,
  type MessageName,
} from '../domain/index.ts';
import type { Digest } from '../generated/digest.ts';
import * as shapes from '../jinja/lint/shapes.ts';

const { ANYTHING, BOOLEAN, dictOf, fieldsOf, listOf, NUMBER, orNull, rarelyNull, TEXT } = shapes;
type Shape = shapes.Shape;

type Fields<Described> = Record<keyof Described, Shape>;

const [MAYBE_TEXT, MAYBE_NUMBER] = [orNull(TEXT), orNull(NUMBER)];
const [RARELY_NO_TEXT, RARELY_NO_NUMBER] = [rarelyNull(TEXT), rarelyNull(NUMBER)];
const FAILURE = orNull(fieldsOf({ code: TEXT, detail: TEXT }));
const LABELS = dictOf(TEXT);

/** What a certificate that was read has, but for one that leaves it out and for a date known by hand. */
const FACTS: Fields<CertificateFacts> = {
  common_name: RARELY_NO_TEXT,
  subject: RARELY_NO_TEXT,
  issuer: RARELY_NO_TEXT,
  serial_number: RARELY_NO_TEXT,
  fingerprint_sha256: RARELY_NO_TEXT,
  sans: listOf(TEXT),
  key_algorithm: RARELY_NO_TEXT,
  key_size: MAYBE_NUMBER,
  signature_algorithm: RARELY_NO_TEXT,
  valid_from: RARELY_NO_TEXT,
  valid_to: RARELY_NO_TEXT,
  lifetime_days: RARELY_NO_NUMBER,
};

const EVENT: Fields<EventData> = {
  ...FACTS,
  event_type: MAYBE_TEXT,
  certificate: TEXT,
  certificate_id: RARELY_NO_TEXT,
  alert_key: TEXT,
  effective_valid_to: RARELY_NO_TEXT,
  limited_by: orNull(fieldsOf({ subject: TEXT, fingerprint_sha256: TEXT })),
  renewal: orNull(
    fieldsOf({
      expected_at: TEXT,
      source: TEXT,
      window: orNull(fieldsOf({ start: TEXT, end: TEXT })),
      explanation_url: MAYBE_TEXT,
      error: MAYBE_TEXT,
    }),
  ),
  days_remaining: RARELY_NO_NUMBER,
  status: TEXT,
  level: TEXT,
  threshold: orNull(ANYTHING),
  threshold_days: MAYBE_NUMBER,
  scan_id: TEXT,
  timestamp: TEXT,
  assigned_objects: listOf(fieldsOf({ type: TEXT, name: TEXT })),
  assignment_count: NUMBER,
  labels: LABELS,
  owner: MAYBE_TEXT,
  tenant: MAYBE_TEXT,
  renewal_instructions: MAYBE_TEXT,
  place: MAYBE_TEXT,
  finding: orNull(fieldsOf({ event: TEXT, about: TEXT, severity: MAYBE_TEXT, code: MAYBE_TEXT, detail: MAYBE_TEXT })),
  error: FAILURE,
  last_seen: MAYBE_TEXT,
  previous: orNull(fieldsOf({ fingerprint_sha256: MAYBE_TEXT, valid_to: TEXT, common_name: MAYBE_TEXT })),
  repository: MAYBE_TEXT,
  run_url: MAYBE_TEXT,
  test: BOOLEAN,
};

/** What is known of every certificate that could ever be read, and of a date known by hand. */
const READ_CERTIFICATE = { certificate_id: TEXT, valid_to: TEXT, effective_valid_to: TEXT, days_remaining: NUMBER };

/** These are told of what could never be read, or of no certificate. */
const EVENTS_WITHOUT_CERTIFICATE: readonly MessageName[] = ['certificate.unreachable', 'scan.stale', DIGEST];

/** The fields of an event, which are there more often where it is known which events there will be. */
function createEventFields(heard: readonly MessageName[]): Record<string, Shape> {
  const isWarning = (event: MessageName) => event === 'certificate.expiry_warning';
  return {
    ...EVENT,
    ...(!heard.some((event) => EVENTS_WITHOUT_CERTIFICATE.includes(event)) && READ_CERTIFICATE),
    ...(heard.every(isWarning) && { threshold: ANYTHING, threshold_days: NUMBER }),
  };
}

const CERTIFICATE: Fields<Digest['expired'][number]> = {
  certificate: TEXT,
  certificate_id: RARELY_NO_TEXT,
  common_name: RARELY_NO_TEXT,
  issuer: RARELY_NO_TEXT,
  valid_to: RARELY_NO_TEXT,
  days_remaining: RARELY_NO_NUMBER,
  status: TEXT,
  places: listOf(TEXT),
  owner: MAYBE_TEXT,
  labels: LABELS,
  renewal_instructions: MAYBE_TEXT,
  error: FAILURE,
  last_seen: MAYBE_TEXT,
  found: listOf(TEXT),
  silence: orNull(fieldsOf({ until: TEXT, reason: TEXT })),
};

const CERTIFICATES = listOf(fieldsOf(CERTIFICATE));
const READ_CERTIFICATES = listOf(
  fieldsOf({ ...CERTIFICATE, certificate_id: TEXT, valid_to: TEXT, days_remaining: NUMBER }),
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
  certificate: TEXT,
  common_name: MAYBE_TEXT,
  places: listOf(TEXT),
  renewed_at: TEXT,
  valid_to: TEXT,
  previous_valid_to: TEXT,
};

/** Beside the fields of an event. */
const DIGEST_DATA: Fields<Omit<Digest, 'deliveries'>> = {
  version: NUMBER,
  scan_id: TEXT,
  scanned_at: TEXT,
  since: MAYBE_TEXT,
  dry_run: BOOLEAN,
  is_due: BOOLEAN,
  headline: TEXT,
  summary: fieldsOf(SUMMARY),
  expired: READ_CERTIFICATES,
  critical: READ_CERTIFICATES,
  unknown: CERTIFICATES,
  not_yet_valid: READ_CERTIFICATES,
  warning: READ_CERTIFICATES,
  silenced: CERTIFICATES,
  renewed: listOf(fieldsOf(RENEWAL)),
  upcoming: listOf(fieldsOf({ week: TEXT, from: TEXT, to: TEXT, certificates: READ_CERTIFICATES })),
};

const SNAPSHOT = orNull(fieldsOf(EVENT));

function createContextFields(data: Record<string, Shape>): Fields<EventContext> {
  return {
    event: TEXT,
    timestamp: TEXT,
    object_type: TEXT,
    model: TEXT,
    username: MAYBE_TEXT,
    request_id: TEXT,
    // One template may be of events and of the digest.
    data: fieldsOf({ ...DIGEST_DATA, ...data }),
    snapshots: fieldsOf({ prechange: SNAPSHOT, postchange: SNAPSHOT }),
  };
}

/**
 * The names that a template sees. `secrets` are the names of its webhook's, and null for a mail, which has none; `heard`
 * is what its receiver may be told.
 */
export function createContextSchema(
  secrets: readonly string[] | null,
  heard: readonly MessageName[] = [...EVENT_NAMES, DIGEST],
): Record<string, Shape> {
  const own: Record<string, Shape> =
    secrets === null ? {} : { secrets: fieldsOf(Object.fromEntries(secrets.map((name) => [name, TEXT]))) };
  const context = createContextFields(createEventFields(heard));
  return { ...context, events: { ...listOf(fieldsOf(context)), isNeverEmpty: true }, more: NUMBER, ...own };
}
