/** Types and pure functions for the issuances in certificate transparency logs (RFC 6962) for domains. */

import { hash } from 'node:crypto';
import type { EventLog, LoggedDomain, LoggedIssuance } from '../generated/event-log.ts';
import { getOwn } from '../lib/collections.ts';
import type { Failure, IsoTime, Severity } from './basic-types.ts';
import type { LiveLocation, Subject } from './certificate.ts';
import { readNameParts } from './distinguished-name.ts';
import type { CaaRefusal } from './dns.ts';
import { isInDomain } from './expected-certificates.ts';

/** An issuance, which includes a precertificate and its certificate with the same serial number. */
export interface Issuance extends CheckedIssuance {
  /** The DNS names in lower case, with the names in the watched domain first. */
  names: string[];
  /** The issuer as written by the provider or the certificate itself. */
  issuer: string;
  /** The serial number in lower-case hex; null: unknown. */
  serial_number: string | null;
  /** SHA-256 of the TBSCertificate (RFC 6962 section 3.2), in hex; null: unknown. */
  tbs_sha256: string | null;
  /** SHA-256 of the SubjectPublicKeyInfo, in hex; null: unknown. */
  key_sha256: string | null;
  /** The CAA identifiers of the CA, if the provider knows them. */
  caa_domains: string[];
  valid_from: IsoTime;
  valid_to: IsoTime;
}

/** The result of the CAA records of an issuance. Empty: they permit its CA, or were not looked up. */
export interface CheckedIssuance {
  /** Set if the records of a name do not permit its CA. */
  not_allowed?: 'caa';
  /** The name, and its records. */
  caa?: CaaRefusal;
  /** Set if the records of some names could not be looked up, and those of the others permit its CA. */
  unchecked?: 'caa';
}

/** The result of reading one domain of an entry. */
export interface DomainReading {
  entry: string;
  domain: string;
  /** The query that the cursor belongs to. */
  query: string;
  issuances: Issuance[];
  /** The position where the next scan continues; null: at the start. */
  cursor: string | null;
  /** Whether the provider of the entry returned all issuances. */
  isComplete: boolean;
  /** The reason why it could not be read, or not completely. Issuances that were read before the failure are valid. */
  failure: Failure | null;
  /** The time at which the provider permits the next request, if known. */
  retry_at: IsoTime | null;
  /** The results of CAA records by the keys of issuances, also of those that an earlier scan could not look up. */
  checked?: Readonly<Record<string, CheckedIssuance>>;
  /** The reason why CAA records could not be looked up. `since`: the discovery of the first issuance that waits for them; null: now. */
  caa_failure?: Failure & { since: IsoTime | null };
}

/** An issuance that matches no entry. */
export interface UnknownIssuance {
  entry: string;
  domain: string;
  /** Its key in the event log. */
  key: string;
  issuance: RecordedIssuance;
  /** The severity; null: it does not cause an alert. */
  severity: Severity | null;
  /** The code of the alert. */
  code: string | null;
  /** The reason: its issuer is not allowed, it has watched names but is not deployed, or its names are unwatched. */
  reason: 'issuer' | 'caa' | 'not-deployed' | 'not-watched' | 'baseline' | 'settling';
  /** Its unwatched names in the domain. */
  unwatched: readonly string[];
  /** Whether a watched certificate with the same names is from the same CA, so that it may be an earlier or later one of that server. */
  has_watched_ca: boolean;
}

/** An issuance that the manifest expects, although no location has it. */
export interface ExpectedIssuance {
  entry: string;
  domain: string;
  issuance: RecordedIssuance;
  /** The reason in the manifest. */
  reason: string;
}

/** A renewal of a watched certificate that is not deployed at the certificate's locations. */
export interface PendingRenewal {
  /** The name of the `ct` entry. */
  entry: string;
  domain: string;
  issuance: RecordedIssuance;
  /** The time since its discovery, in milliseconds. */
  age: number;
}

/** The evaluation of the issuances in the event log. */
export interface TransparencyState {
  unknown: readonly UnknownIssuance[];
  expected: readonly ExpectedIssuance[];
  /** Finds the renewals of a subject that are not deployed. */
  findPending: (subject: Subject) => readonly PendingRenewal[];
}

/** Whether a certificate for a name in lower case is one for a domain: the name is in it, or is a wildcard that covers it. */
export function isIssuedFor(name: string, domain: string): boolean {
  return isInDomain(name, domain) || name === `*${domain.slice(domain.indexOf('.'))}`;
}

/** Finds the record of one domain of an entry. */
export function findDomain(
  { transparency }: Pick<EventLog, 'transparency'>,
  entry: string,
  domain: string,
): LoggedDomain | undefined {
  return getOwn(getOwn(transparency ?? {}, entry) ?? {}, domain);
}

/** Formats the key of an issuance in the event log: its domain, and an ID that is the same for all entries in logs and at providers. */
export function formatIssuanceKey(domain: string, issuance: Omit<Issuance, 'names' | 'caa_domains'>): string {
  return `${domain} ${computeIssuanceId(issuance)}`;
}

/** Returns the domain of a key. */
export function getIssuanceDomain(key: string): string {
  return key.split(' ', 1)[0] as string;
}

/**
 * Computes the ID from issuer, serial number and expiry if the serial number is known (RFC 5280 section 4.1.2.2), otherwise from the
 * digest.
 */
function computeIssuanceId(issuance: Omit<Issuance, 'names' | 'caa_domains'>): string {
  const { issuer, serial_number, tbs_sha256, key_sha256, valid_from, valid_to } = issuance;
  const parts =
    serial_number === null
      ? [tbs_sha256 ?? key_sha256 ?? issuer, valid_from, valid_to]
      : [normalizeIssuer(issuer), serial_number, toSecond(valid_to)];
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 24);
}

/**
 * Computes a key that a certificate and its issuance share, regardless of the notation of the issuer's name. Returns null without a serial
 * number.
 */
export function computeSerialKey({
  issuer,
  serial_number,
  valid_to,
}: {
  issuer: string | null;
  serial_number: string | null;
  valid_to: IsoTime;
}): string | null {
  if (serial_number === null || issuer === null || serial_number.length < MIN_SERIAL_DIGITS) return null;
  return `${serial_number} ${toSecond(valid_to)} ${normalizeIssuer(issuer)}`;
}

/** Shorter serial numbers are not random (CA/Browser Forum Baseline Requirements section 7.1.2.7: at least 64 bits). */
const MIN_SERIAL_DIGITS = 16;

function toSecond(time: IsoTime): number {
  return Math.floor(Date.parse(time) / 1000);
}

/** The attributes whose notation is the same everywhere. */
const COMMON_ATTRIBUTE = /^(?:cn|o|ou|c)=/;

/**
 * Normalizes the main attributes of a distinguished name to one order and spelling: `C=US, O="A, Inc."` and `O=A\, Inc.,C=US` are the same.
 * A name without these attributes does not change.
 */
function normalizeIssuer(name: string): string {
  const parts = readNameParts(name).map(({ type, value }) => (type === '' ? value : `${type}=${value}`).toLowerCase());
  const common = parts.filter((part) => COMMON_ATTRIBUTE.test(part));
  return (common.length > 0 ? common : parts).sort().join(',');
}

/** Names of certificates or hosts. */
export interface NameSet {
  /** Whether a name is in the set, or matches a wildcard in it for one label (RFC 6125 section 6.4.3). */
  covers: (name: string) => boolean;
}

/** Creates a set of names, ignoring case. A wildcard covers one label. */
export function createNameSet(names: Iterable<string>): NameSet {
  const known = new Set<string>();
  for (const name of names) known.add(name.toLowerCase());
  return {
    covers: (name) => {
      if (known.has(name)) return true;
      const dot = name.indexOf('.');
      return dot > 0 && !name.startsWith('*') && known.has(`*${name.slice(dot)}`);
    },
  };
}

/** Whether a location is a domain of a `ct` entry, not a certificate. */
export function isDomainLocation({ source, location }: Pick<LiveLocation, 'source' | 'location'>): boolean {
  return source === 'ct' && location.startsWith('ct:');
}

/** An issuance in the event log that is recorded completely. */
export type RecordedIssuance = LoggedIssuance & Required<Pick<LoggedIssuance, 'names' | 'issuer' | 'valid_from'>>;

/** Returns the complete record of an issuance; null if it matches an entry. */
export function getRecorded(issuance: LoggedIssuance): RecordedIssuance | null {
  const { names, issuer, valid_from, known } = issuance;
  if (known || names === undefined || issuer === undefined || valid_from === undefined) return null;
  return { ...issuance, names, issuer, valid_from };
}
