/** What templates see (docs/templates.md), so that what they ask for beside it can be told before anything is sent. */

import type { Digest } from '../generated/digest.ts';
import type { CertificateFacts, EventContext, EventData } from '../types.ts';
import { ANYTHING, BOOLEAN, dictOf, fieldsOf, listOf, NUMBER, orNull, type Shape, TEXT } from './jinja/shapes.ts';

type Fields<Described> = Record<keyof Described, Shape>;

const [MAYBE_TEXT, MAYBE_NUMBER] = [orNull(TEXT), orNull(NUMBER)];
const FAILURE = orNull(fieldsOf({ code: TEXT, detail: TEXT }));
const LABELS = dictOf(TEXT);

const FACTS: Fields<CertificateFacts> = {
  common_name: MAYBE_TEXT,
  subject: MAYBE_TEXT,
  issuer: MAYBE_TEXT,
  serial_number: MAYBE_TEXT,
  fingerprint_sha256: MAYBE_TEXT,
  sans: listOf(TEXT),
  key_algorithm: MAYBE_TEXT,
  key_size: MAYBE_NUMBER,
  signature_algorithm: MAYBE_TEXT,
  valid_from: MAYBE_TEXT,
  valid_to: MAYBE_TEXT,
  lifetime_days: MAYBE_NUMBER,
};

const EVENT: Fields<EventData> = {
  ...FACTS,
  event_type: MAYBE_TEXT,
  certificate: TEXT,
  certificate_id: MAYBE_TEXT,
  alert_key: TEXT,
  effective_valid_to: MAYBE_TEXT,
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
  days_remaining: MAYBE_NUMBER,
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

const CERTIFICATE: Fields<Digest['expired'][number]> = {
  certificate: TEXT,
  certificate_id: MAYBE_TEXT,
  common_name: MAYBE_TEXT,
  issuer: MAYBE_TEXT,
  valid_to: MAYBE_TEXT,
  days_remaining: MAYBE_NUMBER,
  status: TEXT,
  places: listOf(TEXT),
  owner: MAYBE_TEXT,
  labels: LABELS,
  renewal_instructions: MAYBE_TEXT,
  error: FAILURE,
  last_seen: MAYBE_TEXT,
  silence: orNull(fieldsOf({ until: TEXT, reason: TEXT })),
};

const CERTIFICATES = listOf(fieldsOf(CERTIFICATE));

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
const DIGEST: Fields<Omit<Digest, 'deliveries'>> = {
  version: NUMBER,
  scan_id: TEXT,
  scanned_at: TEXT,
  since: MAYBE_TEXT,
  dry_run: BOOLEAN,
  is_due: BOOLEAN,
  headline: TEXT,
  summary: fieldsOf(SUMMARY),
  expired: CERTIFICATES,
  critical: CERTIFICATES,
  unknown: CERTIFICATES,
  not_yet_valid: CERTIFICATES,
  warning: CERTIFICATES,
  silenced: CERTIFICATES,
  renewed: listOf(fieldsOf(RENEWAL)),
  upcoming: listOf(fieldsOf({ week: TEXT, from: TEXT, to: TEXT, certificates: CERTIFICATES })),
};

const SNAPSHOT = orNull(fieldsOf(EVENT));

const CONTEXT: Fields<EventContext> = {
  event: TEXT,
  timestamp: TEXT,
  object_type: TEXT,
  model: TEXT,
  username: MAYBE_TEXT,
  request_id: TEXT,
  // One template may be of events and of the digest.
  data: fieldsOf({ ...DIGEST, ...EVENT }),
  snapshots: fieldsOf({ prechange: SNAPSHOT, postchange: SNAPSHOT }),
};

/** The names that a template sees; `secrets` are the names of its webhook's, and null for a mail, which has none. */
export function contextShape(secrets: readonly string[] | null): Record<string, Shape> {
  const own: Record<string, Shape> =
    secrets === null ? {} : { secrets: fieldsOf(Object.fromEntries(secrets.map((name) => [name, TEXT]))) };
  return { ...CONTEXT, events: { ...listOf(fieldsOf(CONTEXT)), isNeverEmpty: true }, more: NUMBER, ...own };
}
