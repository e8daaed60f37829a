/** Types for the readings of a scan: certificates, locations, sources, and the verdicts on them. */

import type {
  CertificateFacts,
  Handshakes,
  IssuerExpiry,
  LimitingCertificate,
  Observed,
  Registration,
} from '../generated/definitions.ts';
import type { LoggedDnssec, LoggedMtaSts } from '../generated/event-log.ts';
import type { Failure, IsoTime, Level, Status } from './basic-types.ts';
import type { DaneEvidence } from './dns.ts';
import type { FindingName } from './event-definitions.ts';
import type { CaaLookup, Deviation, Finding, Renewal, Revocation, RevokedCertificate } from './findings.ts';
import type { PolicyFields, PolicyResult } from './policies.ts';
import type { RevocationDetails } from './revocation.ts';
import type { InventoryItem, Ownership } from './sources/inventory.ts';
import type { ChainNotice, PathDates, Trust, TrustRequest } from './trust.ts';

export type {
  CertificateFacts,
  Dnssec,
  Handshakes,
  KeyExchange,
  MtaSts,
  MtaStsPolicy,
  Observed,
  Registration,
  ZoneSignature,
} from '../generated/definitions.ts';

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
  /** The identifier of the issuer's key that signed it, in hex. Absent if the certificate does not have it. */
  authority_key_id?: string;
  /** Set if the facts come from fields of an inventory, because it does not have the certificate itself. */
  from_fields?: true;
  /** The fields for policies, if the manifest has policies and this scan read the certificate. */
  policyFields?: PolicyFields;
  /** The digests, if the manifest watches certificate transparency and this scan read the certificate. */
  digests?: IssuanceDigests;
}

/** The digests that identify an issuance in certificate transparency logs, in lower-case hex. */
export interface IssuanceDigests {
  /** SHA-256 of the TBSCertificate as it was logged (RFC 6962 section 3.2). */
  tbs_sha256: string;
  /** SHA-256 of the SubjectPublicKeyInfo. */
  key_sha256: string;
}

export type TlsVersion = NonNullable<Observed['tls_version']>;
/** The versions, the oldest first. */
export const TLS_VERSIONS: readonly TlsVersion[] = ['1.0', '1.1', '1.2', '1.3'];

/** The conclusions of a scan about a certificate at a location from its bytes and the observed facts. Unrequested ones are absent. */
export interface Evidence {
  /** The chain that an endpoint served; it may differ from location to location. */
  chain?: readonly CertificateFacts[];
  trust?: Trust;
  /** The path through the presented certificates, if the trust was not evaluated and a CA expires soon or no later than the leaf. */
  presented_path?: PathDates;
  revocation?: Revocation;
  /** The differences from what the entry expects; empty if there are none. */
  deviations?: Deviation[];
  /** The CAA records of the server's names, and the expectations of the entry. */
  caa?: { expected: 'check' | string[]; lookups: CaaLookup[] };
  /** The TLSA records of the server, and the expectations of the entry. */
  dane?: DaneEvidence;
  /** Set if the server staples a response that clients ignore. `expired_at`: null if it did not expire, but is not current otherwise. */
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
  /** The observed facts besides its bytes: the object of the `RawLocation`. */
  observed: Observed;
  certificate: Certificate | null;
  failure: Failure | null;
  /** A problem of the file, although the certificate could be read. */
  notice?: Failure;
  /** DER of the served or stored certificates, the leaf first; kept until their trust, their path and their TLSA records are evaluated. */
  chainDer?: readonly Uint8Array[];
  /** The stapled OCSP response, or null for none; kept until the revocation status is evaluated. */
  stapledResponse?: Uint8Array | null;
}

/** The facts about one source of one entry in addition to its locations. */
export interface SourceResult {
  entry: string;
  /** The path or glob as in the manifest; for other kinds of source, the location. */
  source: string;
  /** The failure of the source as a whole: every location known under it fails. */
  failure: Failure | null;
  /** The files without a certificate that are not failures: a glob may match files that are not certificates. Absent: none. */
  skips?: 'text' | 'all';
  /**
   * Set if the source lists its locations itself: if it fails, known locations stay as they are, and only the source fails. `remote`: over
   * the network.
   */
  inventory?: 'remote' | 'local';
  /** Set if the scan could not reach any endpoint, or has only an old observation: known locations that were not read stay as they are. */
  blind?: true;
  /** Addresses that could not be looked up, although others could. Known locations at them stay as they are. */
  unlisted?: UnlistedAddresses[];
  /** The items of an inventory that were not requested. Absent: none, or unknown. */
  omitted?: OmittedItems;
  /** The known locations of an inventory that it still lists, but that are not monitored any more. Absent: none, or unknown. */
  unmonitored?: readonly string[];
}

/** Items of an inventory that were counted, but not read: they may have unmonitored certificates. */
export interface OmittedItems {
  /** The number of items of each type, such as `Opaque` for Secrets: the most frequent first. Empty: they could not be counted. */
  counts: { type: string; count: number }[];
  /** The message about them. */
  note: Failure;
}

/** A failed lookup of the IPv4 or the IPv6 addresses of a server. */
export interface UnlistedAddresses {
  /** `host:port`, the part of its locations before the `@`. */
  server: string;
  family: 4 | 6;
  failure: Failure;
}

/** One source of one entry with its locations. */
export interface SourceReading extends SourceResult {
  locations: LocationReading[];
}

/**
 * One location as `scan/` read it: its bytes or another content, which `certificate/` decodes, and other observed facts. Servers behind one
 * address may present different certificates: then the location occurs once for each.
 */
export type RawLocation = {
  location: string;
  observed: Observed;
  /** A problem of the location, although it could be read. */
  notice?: Failure;
} & (
  | { content: Uint8Array; trust?: TrustRequest }
  /** An endpoint's certificates in DER, the leaf first, and the stapled OCSP response (RFC 6066 section 8), or null. */
  | { served: Uint8Array[]; stapled?: Uint8Array | null; trust?: TrustRequest }
  /** A hard-coded date: YYYY-MM-DD. */
  | { declared: string }
  /** A domain, whose registration has no bytes. */
  | { observed: { registration: Registration } }
  /** An item of an inventory. */
  | { item: InventoryItem }
  | { failure: Failure }
);

/** One source of one entry as `scan/` read it. */
export interface RawSource extends SourceResult {
  /**
   * The locations, which can be iterated once. Each file is read when the iteration reaches it, so that the bytes of 10,000 files are never
   * in memory together.
   */
  locations: Iterable<RawLocation>;
  /** Set for the client certificate of the entry: the expectations of the entry apply to its servers only. */
  isClientCertificate?: true;
}

/** The passwords of the keystores of an entry. */
export interface Passwords {
  /** The passwords to try in turn. */
  values: readonly string[];
  /** The failure of an unavailable password, or null. */
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

/** The CA above a certificate that ends first, by its own dates. */
export interface IssuerVerdict {
  ca: IssuerExpiry;
  /** Whether it ends no later than the certificate. Its alert then replaces that of the certificate. */
  limits: boolean;
  status: Status;
  /** The threshold of the CA that was crossed last; null if none was, and once it has ended. */
  threshold: Threshold | null;
  days_remaining: number;
  days_since_expiry: number | null;
}

export interface Verdict {
  /** The status: `critical` also for a valid certificate that TLS clients reject now. */
  status: Status;
  level: Level;
  /** The status by dates alone, which is that of expiry alerts. */
  date_status: Status;
  /** The effective expiry: the certificate's own, or an earlier one on its path. */
  effective_valid_to: IsoTime | null;
  /** The certificate with this expiry, unless it is the certificate itself. */
  limited_by: LimitingCertificate | null;
  findings: Finding[];
  /** The expected renewal; null if unknown. */
  renewal: Renewal | null;
  /** The findings that this scan could not decide: existing alerts are neither repeated nor resolved. `qualifier` null: any. */
  undecided: { event: FindingName; qualifier: string | null }[];
  /** The CA that ends first, if that is soon, or no later than the certificate. Absent: none. */
  issuer?: IssuerVerdict;
  /** Notices that will soon affect some clients. Absent: none. */
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

/** One location in use, after this scan's readings were added to the log. */
export interface LiveLocation {
  entry: string;
  location: string;
  source: string;
  /** The certificate of the last successful reading; null if it was never read. */
  fingerprint: string | null;
  previous: string | null;
  /** The time since which the location has `fingerprint`; null if it was never read. */
  since: IsoTime | null;
  /** Failed scans in a row, including this one. */
  failures: number;
  /** The time of the first of them; null or absent: none, or the log does not have it. */
  failing_since?: IsoTime | null;
  /** The failure of reading it in this scan; null if it was read. */
  failure: Failure | null;
  /** The facts that this scan observed there; empty if it could not read it. */
  observed: Observed;
  /** The conclusions of this scan about the certificate there; null if it could not read it. */
  evidence: Evidence | null;
  /** Set if the path that was last seen there expires before the certificate. */
  path_end: PathExpiry | null;
  /** The CA on that path that expires first, if that is soon or no later than the certificate. Absent: none. */
  issuer_end?: IssuerExpiry;
  /** The revocation in effect: found now, or earlier if no source has reported another status since. */
  revoked: RevokedCertificate | null;
  /** Scans in a row without an observation from its probe, including this one, counted up to 2; absent or 0: observed. */
  unobserved?: number;
  /** The last known ownership of an item of an inventory; null for other locations. */
  ownership: Ownership | null;
  /** The last known registration of a domain. Absent for other locations. */
  registration?: Registration;
  /** Whether its inventory last reported that it renews the certificate, without a problem. */
  renews?: boolean;
  /**
   * The number of scans in a row, including this one, in which its CAA or TLSA records, the revocation of its certificate, or the MTA-STS
   * policy or the signatures of its domain, could not be looked up, counted up to 3. Absent: none.
   */
  failed_lookups?: { caa: number; dane: number; revocation?: number; mta_sts?: number; dnssec?: number };
  /** The MTA-STS policy that was first seen with the last known id of its domain. Absent: none. */
  published_policy?: Pick<LoggedMtaSts, 'id' | 'sha256' | 'mode'>;
  /** The last known DNSSEC signatures of its domain. Absent: none. */
  signatures?: LoggedDnssec;
  /** The published TLSA records of certificates and keys that it serves or has served, as `hashAssociation` returns them. Absent: none. */
  served_records?: readonly string[];
  /** The number of handshakes of the last scan that saw this certificate, if the location presents several. */
  handshakes?: Handshakes;
  /** The same location with each of the other certificates that it presents; `since` is when that was last seen. */
  others?: readonly LiveLocation[];
}

/** Whether a location was never read. A location that came back after it was removed was read before. */
export function isNeverRead({ fingerprint, since }: Pick<LiveLocation, 'fingerprint' | 'since'>): boolean {
  return fingerprint === null && since === null;
}

/**
 * Whether a scan reached the endpoints of the manifest: `some` if it reached one, `none` if all failed on the way there, so that the cause
 * is the network of the scan, and `unknown` if there are too few endpoints to decide.
 */
export type Reachability = { endpoints: 'some' | 'unknown' } | { endpoints: 'none'; failure: Failure };

/** The error code of an entry that no probe observed, and of its locations. */
export const NOT_OBSERVED = 'not-observed';

/** The error code of an inventory whose listing lost most of its items. */
export const INVENTORY_SHRUNK = 'inventory-shrunk';

/** A listing of an inventory that lacks more than half of the known items. */
export interface ShrunkListing {
  entry: string;
  source: string;
  /** The number of items that were known before. */
  known: number;
  /** The locations of the items that are missing, sorted. */
  missing: readonly string[];
  /** Whether they are removed, because an earlier scan missed them, too, or the entry has `allow_shrink`. */
  isAccepted: boolean;
}

/** The error code of a location for which the time for reading did not suffice. */
export const NOT_READ_IN_TIME = 'not-read-in-time';

/** The enabled entries that no probe observed, by name, and why. */
export type Unobserved = ReadonlyMap<string, Failure>;

/** Creates the revocation of a certificate that its inventory states, without a list or response of the CA. */
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
