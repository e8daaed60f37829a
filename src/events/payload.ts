/** What a template sees (contract section 5). */

import { own } from '../collections.ts';
import { isoTime } from '../time.ts';
import type {
  CertificateFacts,
  Entry,
  EventContext,
  EventData,
  EventName,
  Failure,
  IsoTime,
  ScanContext,
  Verdict,
} from '../types.ts';

/** A certificate as it is told of; also one that is made up for a test. */
export interface Described {
  /** The entry's name. */
  name: string;
  /** null where it is no longer in the manifest. */
  entry: Entry | null;
  /** SHA-256, for a date known by hand the date; null with `facts` where nothing is known. */
  fingerprint: string | null;
  facts: CertificateFacts | null;
  verdict: Verdict;
  /** Names of the places that hold it. */
  places: readonly string[];
  /** Why it cannot be read now. */
  error: Failure | null;
  /** Since when it is known, where it is judged by an earlier sight. */
  last_seen: IsoTime | null;
}

/** One event of it. */
export interface Told extends Described {
  event: EventName;
  /** The place, for an event of one place. */
  place: string | null;
  /** What the alerts of this subject or place have in common with their ending: a fingerprint, date or place. */
  alert: string;
  /** The certificate that it took the place of. */
  previous: CertificateFacts | null;
  scan: ScanContext;
  /** Whether this is a test. */
  test: boolean;
}

const NOTHING_KNOWN: CertificateFacts | (Omit<CertificateFacts, 'valid_to'> & { valid_to: null }) = {
  common_name: null,
  subject: null,
  issuer: null,
  serial_number: null,
  fingerprint_sha256: null,
  sans: [],
  key_algorithm: null,
  key_size: null,
  signature_algorithm: null,
  valid_from: null,
  valid_to: null,
  lifetime_days: null,
};

type Description = Omit<
  EventData,
  'event_type' | 'alert_key' | 'scan_id' | 'timestamp' | 'place' | 'previous' | 'repository' | 'run_url' | 'test'
>;

/** The fields of `data` that describe a certificate and its entry, whatever is told of it. */
function describeSubject(described: Described): Description {
  const { name, entry, fingerprint, verdict, places, error, last_seen } = described;
  const facts = described.facts ?? NOTHING_KNOWN;
  const assigned = [
    ...places.map((place) => ({ type: placeType(entry, place), name: place })),
    ...(entry?.assignments ?? []).map((assignment) => ({ type: 'assignment', name: assignment })),
  ];
  return {
    certificate: name,
    certificate_id: fingerprint === null ? null : `${name}:${fingerprint.slice(0, 12)}`,
    common_name: described.facts === null ? null : commonName(name, described.facts),
    subject: facts.subject,
    issuer: facts.issuer,
    serial_number: facts.serial_number,
    fingerprint_sha256: facts.fingerprint_sha256,
    sans: facts.sans,
    key_algorithm: facts.key_algorithm,
    key_size: facts.key_size,
    signature_algorithm: facts.signature_algorithm,
    valid_from: facts.valid_from,
    valid_to: facts.valid_to,
    lifetime_days: facts.lifetime_days,
    days_remaining: verdict.days_remaining,
    status: verdict.status,
    level: verdict.level,
    threshold: verdict.threshold?.written ?? null,
    threshold_days: verdict.threshold?.days ?? null,
    assigned_objects: assigned,
    assignment_count: assigned.length,
    labels: entry?.labels ?? {},
    owner: entry?.owner ?? null,
    tenant: own(entry?.labels, 'tenant') ?? null,
    renewal_instructions: entry?.renewal_instructions ?? null,
    error,
    last_seen,
  };
}

/** A date known by hand has no name of its own: there the entry's stands. */
function commonName(entry: string, facts: CertificateFacts): string | null {
  return facts.common_name ?? (facts.fingerprint_sha256 === null ? entry : null);
}

const PLACE_TYPES = { endpoint: 'endpoint', file: 'file', expires: 'declared' } as const;

/** Of an entry that is no longer in the manifest the place's own form tells. */
function placeType(entry: Entry | null, place: string): string {
  if (entry !== null) return PLACE_TYPES[entry.source.kind];
  if (place === 'declared') return 'declared';
  return /^[^/]+:\d+$/.test(place) ? 'endpoint' : 'file';
}

/** The whole context, without this webhook's `secrets`, which are for the delivery to add. */
export function eventContext(told: Told): EventContext {
  const { event, name, facts, previous, scan } = told;
  const timestamp = isoTime(scan.now);
  return {
    event,
    timestamp,
    object_type: 'certvigil.certificate',
    model: 'certificate',
    username: scan.username,
    request_id: scan.scan_id,
    data: dataOf(told, describeSubject(told), timestamp),
    snapshots:
      event === 'certificate.removed'
        ? { prechange: facts, postchange: null }
        : { prechange: previous, postchange: previous && facts && { ...facts, common_name: commonName(name, facts) } },
  };
}

/** In the order in which the contract names the fields, which is how a body without a template shows them. */
function dataOf(told: Told, described: Description, timestamp: IsoTime): EventData {
  const { event, previous, scan } = told;
  // The threshold is the event's: beside other events one that happens to be crossed would mislead.
  const hasThreshold = event === 'certificate.expiry_warning';
  return {
    event_type: event,
    certificate: described.certificate,
    certificate_id: described.certificate_id,
    alert_key: `certvigil/${told.name}/${told.alert}`,
    common_name: described.common_name,
    subject: described.subject,
    issuer: described.issuer,
    serial_number: described.serial_number,
    fingerprint_sha256: described.fingerprint_sha256,
    sans: described.sans,
    key_algorithm: described.key_algorithm,
    key_size: described.key_size,
    signature_algorithm: described.signature_algorithm,
    valid_from: described.valid_from,
    valid_to: described.valid_to,
    lifetime_days: described.lifetime_days,
    days_remaining: described.days_remaining,
    status: described.status,
    level: described.level,
    threshold: hasThreshold ? described.threshold : null,
    threshold_days: hasThreshold ? described.threshold_days : null,
    scan_id: scan.scan_id,
    timestamp,
    assigned_objects: described.assigned_objects,
    assignment_count: described.assignment_count,
    labels: described.labels,
    owner: described.owner,
    tenant: described.tenant,
    renewal_instructions: described.renewal_instructions,
    place: told.place,
    error: described.error,
    last_seen: described.last_seen,
    previous: previous && {
      fingerprint_sha256: previous.fingerprint_sha256,
      valid_to: previous.valid_to,
      common_name: commonName(told.name, previous),
    },
    repository: scan.repository,
    run_url: scan.run_url,
    test: told.test,
  };
}
