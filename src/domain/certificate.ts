/** Types for what a scan reads: certificates, locations, sources, and the verdicts on them. */

import type {
  CertificateFacts,
  Handshakes,
  LimitingCertificate,
  Observed,
  Registration,
} from '../generated/definitions.ts';
import type { Failure, IsoTime, Level, Status } from './basic-types.ts';
import type { DaneEvidence } from './dns.ts';
import type { FindingName } from './event-definitions.ts';
import type { CaaLookup, Deviation, Finding, Renewal, Revocation, RevokedCertificate } from './findings.ts';
import type { PolicyFields, PolicyResult } from './policies.ts';
import type { RevocationDetails } from './revocation.ts';
import type { InventoryItem, Ownership } from './sources/inventory.ts';
import type { ChainNotice, PathDates, Trust, TrustRequest } from './trust.ts';

export type { CertificateFacts, Handshakes, KeyExchange, Observed, Registration } from '../generated/definitions.ts';

/** Whether facts come from the bytes of a certificate: an inventory does not have the algorithm of the signature. */
export function isFromCertificate({ signature_algorithm }: CertificateFacts): boolean {
  return signature_algorithm !== null;
}

/** A decoded certificate with the chain that was served or stored with it. */
export interface Certificate {
  /**
   * SHA-256 in lower-case hex; for a hard-coded date, the date; for fields of an inventory without it, `id-` and 40 hex digits.
   * With the entry's name it identifies the subject.
   */
  fingerprint: string;
  facts: CertificateFacts;
  chain: CertificateFacts[];
  /** Hex: which of the issuer's keys signed it. Absent if the certificate does not say. */
  authority_key_id?: string;
  /** The facts come from fields of an inventory, because it does not have the certificate itself. */
  from_fields?: true;
  /** Only if the manifest has policies and this scan read the certificate. */
  policyFields?: PolicyFields;
  /** Only if the manifest watches certificate transparency and this scan read the certificate. */
  digests?: IssuanceDigests;
}

/** What identifies an issuance in certificate transparency logs, in lower-case hex. */
export interface IssuanceDigests {
  /** SHA-256 of the TBSCertificate as it was logged (RFC 6962 section 3.2). */
  tbs_sha256: string;
  /** SHA-256 of the SubjectPublicKeyInfo. */
  key_sha256: string;
}

export type TlsVersion = NonNullable<Observed['tls_version']>;
/** The oldest first. */
export const TLS_VERSIONS: readonly TlsVersion[] = ['1.0', '1.1', '1.2', '1.3'];

/** What a scan concluded about a certificate at a location from its bytes and what was observed. What was not requested is absent. */
export interface Evidence {
  /** The chain that an endpoint served; it may differ from location to location. */
  chain?: readonly CertificateFacts[];
  trust?: Trust;
  /** If its trust was not evaluated: the path through the certificates that came along, if one of them expires first. */
  presented_path?: PathDates;
  revocation?: Revocation;
  /** The differences from what the entry expects; empty if there are none. */
  deviations?: Deviation[];
  /** What CAA records say about the names of the server, and what the entry expects of them. */
  caa?: { expected: 'check' | string[]; lookups: CaaLookup[] };
  /** What the TLSA records of the server say, and what the entry expects of them. */
  dane?: DaneEvidence;
  /** The server staples a response that clients ignore. `expired_at`: null if it did not expire, but is not current otherwise. */
  unusable_staple?: { expired_at: IsoTime | null };
}

/** One location as this scan read it: a certificate or a failure. */
export interface LocationReading extends Evidence {
  /**
   * `host:port`, a `/`-separated path, a URL, `env:NAME`, `pem`, `declared`, or
   * `KIND:ID` of an item of an inventory. Each slot of a file has the location
   * `path#slot` (an alias of a keystore, a key of a Secret, ...). In a file or slot with unrelated certificates, each has the
   * location `path#<first 12 hex of its fingerprint>`, so that they are compared as a set. A failure of the file or slot
   * as a whole has the bare location and applies to every `location#...` under it.
   */
  location: string;
  /** What was observed there besides its bytes: the object of the `RawLocation`. */
  observed: Observed;
  certificate: Certificate | null;
  failure: Failure | null;
  /** What is wrong with the file, although the certificate could be read. */
  notice?: Failure;
  /** DER of the served or stored certificates, the leaf first; kept until their trust, their path and their TLSA records are evaluated. */
  chainDer?: readonly Uint8Array[];
  /** The stapled OCSP response, or null for none; kept until the revocation status is evaluated. */
  stapledResponse?: Uint8Array | null;
}

/** What is known about one source of one entry besides its locations. */
export interface SourceResult {
  entry: string;
  /** The path or glob as in the manifest; for other kinds of source, the location. */
  source: string;
  /** The source as a whole could not be read: every location known under it fails. */
  failure: Failure | null;
  /** Which files without a certificate are not failures: a glob may match files that were never meant. Absent: none. */
  skips?: 'text' | 'all';
  /**
   * The source lists its locations itself: if it fails, known locations stay as they are, and only the source fails. `remote`: over the
   * network.
   */
  inventory?: 'remote' | 'local';
  /** The scan could not reach any endpoint, or has only an old observation: known locations that were not read stay as they are. */
  blind?: true;
  /** Addresses that could not be looked up, while others were. Known locations at them stay as they are. */
  unlisted?: UnlistedAddresses[];
  /** What an inventory has, but was not asked for. Absent: nothing, or unknown. */
  omitted?: OmittedItems;
}

/** Items of an inventory that were counted, but not looked at: they may have certificates that nobody monitors. */
export interface OmittedItems {
  /** How many of each type, such as `Opaque` for Secrets: the most frequent first. Empty: they could not be counted. */
  counts: { type: string; count: number }[];
  /** Says so in words. */
  note: Failure;
}

/** The lookup of the IPv4 or of the IPv6 addresses of a server failed. */
export interface UnlistedAddresses {
  /** `host:port`, the part of its locations before the `@`. */
  server: string;
  family: 4 | 6;
  failure: Failure;
}

/** One source of one entry with what its locations are. */
export interface SourceReading extends SourceResult {
  locations: LocationReading[];
}

/**
 * One location as `scan/` read it: its bytes or another content, which `certificate/` decodes, and what was observed besides. Servers behind
 * one address may present different certificates: then there is one of the location for each.
 */
export type RawLocation = {
  location: string;
  observed: Observed;
  /** What is wrong, although the location could be read. */
  notice?: Failure;
} & (
  | { content: Uint8Array; trust?: TrustRequest }
  /** An endpoint's certificates in DER, the leaf first, and the stapled OCSP response (RFC 6066 section 8), or null. */
  | { served: Uint8Array[]; stapled?: Uint8Array | null; trust?: TrustRequest }
  /** A hard-coded date: YYYY-MM-DD. */
  | { declared: string }
  /** A domain: its registration has no bytes. */
  | { observed: { registration: Registration } }
  /** An item of an inventory. */
  | { item: InventoryItem }
  | { failure: Failure }
);

/** One source of one entry as `scan/` read it. */
export interface RawSource extends SourceResult {
  /** Can be iterated once. A file is read when it is its turn, so that the bytes of 10,000 files are never in memory together. */
  locations: Iterable<RawLocation>;
  /** It is the client certificate of the entry: what the entry expects applies to its servers only. */
  isClientCertificate?: true;
}

/** The passwords of the keystores of an entry. */
export interface Passwords {
  /** To try in turn. */
  values: readonly string[];
  /** Why one of them is unavailable, or null. */
  unset: Failure | null;
}

/** A threshold as it applies to one certificate. */
export interface Threshold {
  /** One spelling for each threshold: `14`, `36h`, `25%`. Days are numbers. */
  key: number | string;
  raw: number | string;
  /** The time before expiry in days, which may be a fraction. */
  days: number;
  /** Milliseconds: crossed once `now` is at or past it. */
  crosses_at: number;
}

/** The expiry of a path that is earlier than that of its leaf, and the certificate that causes it. */
export interface PathExpiry {
  valid_to: IsoTime;
  limited_by: LimitingCertificate;
}

export interface Verdict {
  /** `critical` also if TLS clients reject the certificate now, however long it is valid. */
  status: Status;
  level: Level;
  /** The status by dates alone, which is that of expiry alerts. */
  date_status: Status;
  /** The expiry that counts: the certificate's own, or an earlier one on its path. */
  effective_valid_to: IsoTime | null;
  /** The certificate whose expiry that is, if not the certificate itself. */
  limited_by: LimitingCertificate | null;
  findings: Finding[];
  /** When it is expected to be renewed; null if unknown. */
  renewal: Renewal | null;
  /** What this scan could not decide: existing alerts are neither repeated nor resolved. `qualifier` null: any. */
  undecided: { event: FindingName; qualifier: string | null }[];
  /** What will soon concern some of the clients. Absent: nothing. */
  notices?: ChainNotice[];
  /** The results of matching policies; absent if the manifest has no policies. */
  policies?: PolicyResult[];
  /** floor((effective_valid_to - now) / 86 400 s); null if nothing is known. */
  days_remaining: number | null;
  /** floor((now - effective_valid_to) / 86 400 s): 3 after 3.6 days, while `days_remaining` is -4. Null if not expired. */
  days_since_expiry: number | null;
  /** The threshold that was crossed last; null once expired. */
  threshold: Threshold | null;
}

/** One distinct certificate of one entry that is in use in this scan. */
export interface Subject {
  entry: string;
  fingerprint: string;
  certificate: Certificate;
  /** The names of the live locations that hold it, sorted. */
  locations: string[];
}

/** One location that is in use, after this scan's readings were added to the log. */
export interface LiveLocation {
  entry: string;
  location: string;
  source: string;
  /** The certificate that is there, or was when it was last read; null if it never was. */
  fingerprint: string | null;
  previous: string | null;
  /** Since when `fingerprint` is there; null if nothing was ever read. */
  since: IsoTime | null;
  /** Failed scans in a row, including this one. */
  failures: number;
  /** When the first of them was; null or absent: none, or the log does not have it. */
  failing_since?: IsoTime | null;
  /** Why this scan could not read it; null if it could. */
  failure: Failure | null;
  /** What this scan observed there; empty if it could not read it. */
  observed: Observed;
  /** What this scan concluded about the certificate there; null if it could not read it. */
  evidence: Evidence | null;
  /** If the path that was last seen there expires before the certificate. */
  path_end: PathExpiry | null;
  /** The revocation that is in effect: found now, or earlier if no source has said otherwise since. */
  revoked: RevokedCertificate | null;
  /** Scans in a row without an observation from its probe, including this one, counted up to 2; absent or 0: observed. */
  unobserved?: number;
  /** Whom the item of an inventory last belonged to; null for other locations. */
  ownership: Ownership | null;
  /** What the registry last said about a domain. Absent for other locations. */
  registration?: Registration;
  /** Whether its inventory said last that it renews the certificate, and reported no problem. */
  renews?: boolean;
  /** In how many scans in a row, including this one, its CAA or TLSA records could not be looked up, counted up to 3. Absent: in none. */
  failed_lookups?: { caa: number; dane: number };
  /** If it presents several certificates: in how many handshakes of the last scan that saw this one. */
  handshakes?: Handshakes;
  /** The same location with each of the other certificates that it presents; `since` is when that was last seen. */
  others?: readonly LiveLocation[];
}

/** Whether no scan has ever read anything at a location. One that came back after it was removed was read before. */
export function isNeverRead({ fingerprint, since }: Pick<LiveLocation, 'fingerprint' | 'since'>): boolean {
  return fingerprint === null && since === null;
}

/**
 * Whether a scan reached the endpoints of the manifest: `some` if it reached one, `none` if all failed on the way there, so that the
 * network of the scan is to blame, and `unknown` if there are too few to tell.
 */
export type Reachability = { endpoints: 'some' | 'unknown' } | { endpoints: 'none'; failure: Failure };

/** The error code of an entry that no probe observed, and of its locations. */
export const NOT_OBSERVED = 'not-observed';

/** The enabled entries that no probe observed, by name, and why. */
export type Unobserved = ReadonlyMap<string, Failure>;

/** The revocation of a certificate that its inventory states, without a list or response of the CA. */
export function createStatedRevocation(
  { fingerprint, facts }: Certificate,
  { reason, revoked_at }: RevocationDetails,
): Revocation {
  const subject = facts.common_name ?? facts.subject ?? fingerprint;
  return {
    status: 'revoked',
    source: null,
    revoked: { subject, fingerprint_sha256: fingerprint, reason, revoked_at },
    good: [],
    problems: [],
  };
}
