/** The words of what a scan finds, and of how it is judged. */

import type { EventLog } from '../generated/event-log.ts';
import type { MaybePromise } from '../lib/maybe-promise.ts';
import type { Failure, IsoTime, Level, Status } from './common.ts';
import type { Deviation, Expectations } from './expectations.ts';
import type { Finding, FindingName, Renewal, Revocation } from './findings.ts';
import type { PolicyFields, PolicyResult } from './policies.ts';
import type { Trust, TrustRequest } from './trust.ts';

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
  /** Hex: by which of its issuer's keys it is signed; not there where it does not say. */
  authority_key_id?: string;
  /** Where there are policies, of a certificate that was read in this scan. */
  policyFields?: PolicyFields;
}

/** What a scan learnt of a certificate at a place beside what it says itself; what was not asked for is not there. */
export interface Evidence {
  /** What was sent along with the certificate, by an endpoint: it may differ from place to place. */
  chain?: readonly CertificateFacts[];
  trust?: Trust;
  revocation?: Revocation;
  /** How it differs from what its entry expects; empty: in nothing. */
  deviations?: Deviation[];
  /** Whether the server stapled an answer; only where what was sent is needed further, and the handshake got so far. */
  staples?: boolean;
}

/** One place as this scan saw it: a certificate or a failure. */
export interface PlaceReading extends Evidence {
  /**
   * `host:port`, a `/`-separated path, a URL, `env:NAME`, `pem`, or `declared`. In a file with slots each has the
   * place `path#slot` (an alias of a keystore, a key of a Secret, ...). In a file or slot with unrelated certificates each has the place
   * `path#<first 12 hex of its fingerprint>`, so that it is compared as a set. A failure of the file or slot itself
   * stands at its bare place and concerns every `place#...` under it.
   */
  place: string;
  /** `address:port` that was connected to, the way that redirects took, or null. */
  address: string | null;
  certificate: Certificate | null;
  failure: Failure | null;
  /** DER of the certificate and what came with it, the leaf first: until its trust is judged, where that is asked for. */
  chainDer?: readonly Uint8Array[];
  /** What the server stapled, or null for nothing, until its revocation is asked for. */
  stapledResponse?: Uint8Array | null;
}

/** One source of one entry with its places, and what is known of each. */
export interface SourceWithPlaces<Place> {
  entry: string;
  /** The path or glob of a file as written; of any other source its place. */
  source: string;
  /** The source as a whole could not be read: every place known under it fails. */
  failure: Failure | null;
  places: Place[];
  /** Its places were found by a glob, which may find what was never meant. */
  glob?: true;
}

/** What a scan learnt of a source. */
export type SourceReading = SourceWithPlaces<PlaceReading>;

/** What `scan/` hands to `certificate/`: bytes of one place, before they are decoded. */
export type RawPlace =
  | { place: string; address: string | null; content: Uint8Array; trust?: TrustRequest }
  /** An endpoint's certificates: the leaf first, each DER. */
  | {
      place: string;
      address: string | null;
      served: Uint8Array[];
      /** What the server says of its own revocation: an answer of its issuer's responder (RFC 6066 section 8), or null. */
      stapled?: Uint8Array | null;
      trust?: TrustRequest;
    }
  /** A date known by hand: YYYY-MM-DD. */
  | { place: string; address: null; declared: string }
  | { place: string; address: string | null; failure: Failure };

/** A source of which nothing is decoded yet. */
export type RawSource = SourceWithPlaces<RawPlace>;

/**
 * What is made of a place as soon as it is read: its bytes are held no longer, however many there are. `password` is
 * that of a keystore, or null; `expected` what the entry says of its certificates.
 */
export type DecodePlace<Place> = (
  raw: RawPlace,
  password: string | null,
  expected: Expectations | null,
) => MaybePromise<Place[]>;

/** A threshold as it holds for one certificate. */
export interface Threshold {
  /** One spelling for each threshold: `14`, `36h`, `25%`. Days are numbers. */
  key: number | string;
  raw: number | string;
  /** The distance to the end in days, which may be a fraction. */
  days: number;
  /** The moment of crossing in milliseconds: crossed once `now` is at or past it. */
  crosses_at: number;
}

/** The end of a path that comes before that of its leaf, and whose it is. */
export interface PathExpiry {
  valid_to: IsoTime;
  limited_by: { subject: string; fingerprint_sha256: string };
}

export interface Verdict {
  /** `critical` too where clients refuse it now, however long it lasts. */
  status: Status;
  level: Level;
  /** The status by its dates alone, which is what is told of its end. */
  date_status: Status;
  /** The end that it is judged by: the certificate's own, or an earlier one on its path. */
  effective_valid_to: IsoTime | null;
  /** Whose end that is, where it is not the certificate's own. */
  limited_by: PathExpiry['limited_by'] | null;
  /** What else holds of it. */
  findings: Finding[];
  /** When it is expected to be renewed; null where that cannot be told. */
  renewal: Renewal | null;
  /** What this scan could not decide: what was told of it is neither repeated nor ended. `about` null: any. */
  undecided: { event: FindingName; about: string | null }[];
  /** What came of each policy that is about it; not there where the manifest has none. */
  policies?: PolicyResult[];
  /** floor((effective_valid_to - now) / 86 400 s); null where nothing is known. */
  days_remaining: number | null;
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
  /** What this scan learnt there of its certificate; null where it could not read it. */
  evidence: Evidence | null;
  /** Where the path that was last seen there ends before its certificate. */
  path_end: PathExpiry | null;
}

/** What is known after the readings were taken in, and before anything is decided. */
export interface Observation {
  /** The log with its places and certificates brought up to date; its events are as before. */
  log: EventLog;
  /** Of the entries that this scan covers, sorted by entry and place. */
  places: LivePlace[];
  subjects: Subject[];
}
