/** Types and pure functions for what certificate transparency logs (RFC 6962) have about domains. */

import { hash } from 'node:crypto';
import type { EventLog, LoggedDomain, LoggedIssuance } from '../generated/event-log.ts';
import { getOwn } from '../lib/collections.ts';
import type { LiveLocation, Subject } from './certificate.ts';
import type { Failure, IsoTime, Severity } from './common.ts';

/** One issuance: a precertificate and its certificate, which have the same serial number, are one. */
export interface Issuance {
  /** DNS names, in lower case: those of the watched domain first. */
  names: string[];
  /** As the provider or the certificate itself writes it. */
  issuer: string;
  /** Lower-case hex; null: unknown. */
  serial_number: string | null;
  /** SHA-256 of the TBSCertificate (RFC 6962 section 3.2), in hex; null: unknown. */
  tbs_sha256: string | null;
  /** SHA-256 of the SubjectPublicKeyInfo, in hex; null: unknown. */
  key_sha256: string | null;
  /** The CAA identifiers of the CA, if the provider knows them. */
  caa_domains: string[];
  valid_from: IsoTime;
  valid_to: IsoTime;
  /** The CAA records of the domain do not allow its CA. Absent: they do, or were not looked up. */
  not_allowed?: 'caa';
}

/** What a scan read about one domain of an entry. */
export interface DomainReading {
  entry: string;
  domain: string;
  /** What the cursor belongs to. */
  query: string;
  issuances: Issuance[];
  /** Where the next scan continues; null: at the start. */
  cursor: string | null;
  /** Whether the provider of the entry returned everything. */
  isComplete: boolean;
  /** Why it could not be read, or not completely. What was read by then counts. */
  failure: Failure | null;
  /** When the provider permits the next request, if it said so. */
  retry_at: IsoTime | null;
}

/** An issuance that no entry knows. */
export interface UnknownIssuance {
  entry: string;
  domain: string;
  /** Its key in the event log. */
  key: string;
  issuance: RecordedIssuance;
  /** Null: it is no alert. */
  severity: Severity | null;
  /** The code of the alert. */
  code: string | null;
  /** Why: its issuer is not allowed, it is for watched names but not deployed, or nobody watches its names. */
  reason: 'issuer' | 'caa' | 'not-deployed' | 'not-watched' | 'baseline' | 'settling';
  /** Its names in the domain that no entry watches. */
  unwatched: readonly string[];
}

/** A renewal of a certificate that is watched, which is not deployed where that is. */
export interface PendingRenewal {
  /** The `ct` entry. */
  entry: string;
  issuance: RecordedIssuance;
  /** How long it has been known, in milliseconds. */
  age: number;
}

/** What a scan makes of the issuances in the event log. */
export interface TransparencyState {
  unknown: readonly UnknownIssuance[];
  /** The renewals that are not deployed, by subject. */
  findPending: (subject: Subject) => readonly PendingRenewal[];
}

/** The record of one domain of an entry. */
export function findDomain(
  { transparency }: Pick<EventLog, 'transparency'>,
  entry: string,
  domain: string,
): LoggedDomain | undefined {
  return getOwn(getOwn(transparency ?? {}, entry) ?? {}, domain);
}

/** The key of an issuance in the event log: its domain, and what is the same for all entries of it in logs and at providers. */
export function formatIssuanceKey(domain: string, issuance: Omit<Issuance, 'names' | 'caa_domains'>): string {
  return `${domain} ${computeIssuanceId(issuance)}`;
}

/** The domain of a key. */
export function getIssuanceDomain(key: string): string {
  return key.split(' ', 1)[0] as string;
}

/** By issuer, serial number and expiry if the serial number is known (RFC 5280 section 4.1.2.2), otherwise by digest. */
function computeIssuanceId(issuance: Omit<Issuance, 'names' | 'caa_domains'>): string {
  const { issuer, serial_number, tbs_sha256, key_sha256, valid_from, valid_to } = issuance;
  const parts =
    serial_number === null
      ? [tbs_sha256 ?? key_sha256 ?? issuer, valid_from, valid_to]
      : [normalizeIssuer(issuer), serial_number, toSecond(valid_to)];
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 24);
}

/** An identity that a certificate and its issuance share, whoever wrote the name of the issuer. Null without a serial number. */
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

/** The parts of a name: separated by commas that are neither quoted (OpenSSL) nor escaped (RFC 4514). */
const NAME_PART = /(?:"[^"]*"|\\.|[^,"\\])+/gs;

/** The attributes that everybody writes the same way. */
const COMMON_ATTRIBUTE = /^(?:cn|o|ou|c)=/;

/**
 * The main attributes of a distinguished name in one order and spelling: `C=US, O="A, Inc."` and `O=A\, Inc.,C=US` are the same. A name
 * without any stays as it is.
 */
function normalizeIssuer(name: string): string {
  const parts = name.match(NAME_PART) ?? [];
  const normalized = parts.map((part) => part.replace(/"/g, '').replace(/\\(.)/gs, '$1').trim().toLowerCase());
  const common = normalized.filter((part) => COMMON_ATTRIBUTE.test(part));
  return (common.length > 0 ? common : normalized).sort().join(',');
}

/** Names of certificates or hosts. */
export interface NameSet {
  /** Whether a name is among them, or one of them is a wildcard for it: for one label (RFC 6125 section 6.4.3). */
  covers: (name: string) => boolean;
}

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

/** Whether a location is a domain of a `ct` entry, which is no certificate. */
export function isDomainLocation({ source, location }: Pick<LiveLocation, 'source' | 'location'>): boolean {
  return source === 'ct' && location.startsWith('ct:');
}

/** An issuance in the event log, of which everything is recorded. */
export type RecordedIssuance = LoggedIssuance & Required<Pick<LoggedIssuance, 'names' | 'issuer' | 'valid_from'>>;

/** Null for one that is known. */
export function getRecorded(issuance: LoggedIssuance): RecordedIssuance | null {
  const { names, issuer, valid_from, known } = issuance;
  if (known || names === undefined || issuer === undefined || valid_from === undefined) return null;
  return { ...issuance, names, issuer, valid_from };
}
