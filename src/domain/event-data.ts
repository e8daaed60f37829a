/** The fields that describe a certificate and its entry, in event payloads and reports (docs/reference/templates.md). */

import { findLargest, getOwn } from '../lib/collections.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import { formatDisplayName, resolveNoun } from './certificate-names.ts';
import type {
  CertificateFacts,
  Entry,
  Failure,
  Handshakes,
  IsoTime,
  LiveLocation,
  Registration,
  Verdict,
} from './index.ts';
import { classifyLocation } from './sources/index.ts';

/** A certificate of an entry with its verdict and locations. */
export interface SubjectState {
  /** The name of the entry. */
  name: string;
  /** The entry; null if it is no longer in the manifest. */
  entry: Entry | null;
  /** The SHA-256 fingerprint, or the hard-coded date; null if nothing is known. `facts` is then null, too. */
  fingerprint: string | null;
  facts: CertificateFacts | null;
  verdict: Verdict;
  /** The names of its locations. */
  locations: readonly string[];
  /** The locations that distinguish it from the other certificates or locations of the entry; null if the name is enough. */
  distinguishing_locations: readonly string[] | null;
  /** Replaces the display name in an event about several certificates. */
  title?: string;
  /** The reason why it could not be read now. */
  error: Failure | null;
  /** The time when it was last seen, if it could not be read now. */
  last_seen: IsoTime | null;
  /** The number of handshakes that presented it, if a location presents several certificates. */
  handshakes?: Handshakes | undefined;
  /** The registration of a domain. */
  registration?: Registration | undefined;
}

/** The facts of a location that was never read. */
export const EMPTY_FACTS = {
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
} as const satisfies Record<keyof CertificateFacts, null | readonly never[]>;

/** The verdict on a location that was never read. */
export const UNKNOWN_VERDICT: Verdict = {
  status: 'unknown',
  level: 'warning',
  date_status: 'unknown',
  effective_valid_to: null,
  limited_by: null,
  findings: [],
  renewal: null,
  undecided: [],
  days_remaining: null,
  days_since_expiry: null,
  threshold: null,
};

/** Creates the fields of a certificate that do not depend on an event, in the order of the payload. */
export function describeSubject(described: SubjectState) {
  const { name, entry, fingerprint, facts, verdict, locations, error, last_seen } = described;
  const noun = resolveNoun(entry, locations);
  const assigned = [
    ...locations.map((location) => ({ type: classifyLocation(entry?.source ?? null, location), name: location })),
    ...(entry?.assignments ?? []).map((assignment) => ({ type: 'assignment', name: assignment })),
  ];
  return {
    certificate: name,
    display_name: described.title ?? formatDisplayName({ ...described, noun }),
    ...noun,
    certificate_id: fingerprint === null ? null : `${name}:${fingerprint.slice(0, 12)}`,
    // The fields have this order, which differs from that of the facts.
    ...EMPTY_FACTS,
    ...facts,
    common_name: facts === null ? null : resolveCommonName(name, facts),
    sans: [...(facts?.sans ?? [])],
    effective_valid_to: verdict.effective_valid_to,
    limited_by: verdict.limited_by,
    // This field is usually absent.
    handshakes: described.handshakes,
    registration: described.registration,
    renewal: verdict.renewal,
    days_remaining: verdict.days_remaining,
    days_since_expiry: verdict.days_since_expiry,
    status: verdict.status,
    level: verdict.level,
    threshold: verdict.threshold?.raw ?? null,
    threshold_days: verdict.threshold?.days ?? null,
    assigned_objects: assigned,
    assignment_count: assigned.length,
    labels: entry?.labels ?? {},
    owner: entry?.owner ?? null,
    tenant: getOwn(entry?.labels, 'tenant') ?? null,
    renewal_instructions: entry?.renewal_instructions ?? null,
    error,
    last_seen,
  };
}

/** Returns the common name; for a hard-coded date, which has none, the entry's name. */
export function resolveCommonName(entry: string, facts: CertificateFacts): string | null {
  return facts.common_name ?? (facts.fingerprint_sha256 === null ? entry : null);
}

/**
 * Returns the failure and the last reading if none of the locations could be read; one successful reading is enough. If several locations
 * present several certificates, `handshakes` is that of the location where this certificate is rarest.
 */
export function findLastReading(
  holding: readonly LiveLocation[],
): Pick<SubjectState, 'error' | 'last_seen' | 'handshakes' | 'registration'> {
  const handshakes = findRarest(holding);
  const registration = holding.find((one) => one.registration !== undefined)?.registration;
  const known = { handshakes, registration };
  if (holding.length === 0 || holding.some(({ failure }) => failure === null))
    return { error: null, last_seen: null, ...known };
  return { error: holding[0]?.failure ?? null, last_seen: pickLatest(holding.map(({ since }) => since)), ...known };
}

function findRarest(holding: readonly LiveLocation[]): Handshakes | undefined {
  let rarest: Handshakes | undefined;
  for (const { handshakes } of holding) {
    if (handshakes === undefined) continue;
    if (rarest === undefined || handshakes.served / handshakes.total < rarest.served / rarest.total)
      rarest = handshakes;
  }
  return rarest;
}

function pickLatest(times: readonly (IsoTime | null)[]): IsoTime | null {
  const known = times.filter((time) => time !== null).map((time) => Date.parse(time));
  return known.length === 0 ? null : formatIsoTime(findLargest(known));
}

/** The names of NetBox SSL for attributes of `data`. */
const NETBOX_ATTRIBUTES: Readonly<Record<string, string>> = { id: 'certificate_id', 'status.value': 'status' };

/** Resolves the attribute of a condition: `status` for `status.value`. */
export function resolveAttribute(attr: string): string {
  return getOwn(NETBOX_ATTRIBUTES, attr) ?? attr;
}
