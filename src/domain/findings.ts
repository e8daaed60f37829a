/** Types for what a scan finds out about a certificate besides its expiry. */

import type { RevokedCertificate } from '../generated/definitions.ts';
import type { Failure, IsoTime, Severity } from './common.ts';
import type { CaaPolicy, LookupFailure } from './dns.ts';
import type { FindingName } from './event-definitions.ts';
import type { Purpose } from './trust.ts';

export type { RevokedCertificate } from '../generated/definitions.ts';

/** What holds for a certificate of an entry. Each finding is an event while it holds. */
export interface Finding {
  event: FindingName;
  /** Distinguishes several findings of one kind, such as the name of a policy. Empty if a certificate can have only one. */
  qualifier: string;
  severity: Severity;
  /** Stable and kebab-case: the reason. With `detail` it is the `error` of the event. */
  code: string;
  detail: string;
  /** Each failed check of a policy, with its own code; the first one is `code`. Absent for other findings. */
  checks?: Failure[];
  /** The names of the locations at which it holds. */
  locations: string[];
}

/** The revocation status of a certificate and of its issuers. */
export interface Revocation {
  /** `unknown`: no source returned a valid response. */
  status: 'good' | 'revoked' | 'unknown';
  source: 'stapled' | 'ocsp' | 'crl' | null;
  /** What was revoked: the certificate itself, or an issuer on its path. */
  revoked: RevokedCertificate | null;
  /** The certificates on the path whose sources say that they are not revoked, with the thisUpdate time of the response. */
  good: { fingerprint_sha256: string; at: IsoTime }[];
  /** The sources that did not respond, or whose response was rejected. */
  problems: Failure[];
}

/** When the issuer of a certificate suggests renewing it (RFC 9773 section 4.2). */
export interface RenewalWindow {
  start: IsoTime;
  /** Later than `start`. */
  end: IsoTime;
  /** A page that explains the window. */
  explanation_url: string | null;
}

/** When a certificate is expected to be renewed: as its issuer suggests, or by its lifetime. */
export interface Renewal {
  /** The start of the window, if there is one. */
  expected_at: IsoTime;
  source: 'ari' | 'lifetime';
  window: { start: IsoTime; end: IsoTime } | null;
  explanation_url: string | null;
  /** The error code of the last request to the issuer, if it failed. */
  error: string | null;
}

/** What an entry expects of its certificates. An empty list expects nothing. */
export interface Expectations {
  /** Lower case, international names in ASCII: each must be among the subject alternative names. */
  names: string[];
  /** Patterns; the issuer must match one of them. */
  issuers: string[];
  /** SHA-256 fingerprints, one of which must be the certificate's; lower-case hex. */
  fingerprints: string[];
  /** SHA-256 of the SubjectPublicKeyInfo in base64; one of them must be the certificate's. */
  keys: string[];
  self_signed: boolean;
  /** What the entry says that its certificates are used for; null: nothing. */
  purpose: Purpose | null;
  /** The CAs that CAA records must permit, by their names there; `check`: the issuer. Absent: CAA does not matter. */
  caa?: 'check' | string[];
  /** Whether TLSA records must exist (`required`), or must match if they do. Absent: they do not matter. */
  dane?: 'required' | 'check';
}

/** The CAA records of a name, or why they are unknown. */
export interface CaaLookup {
  /** Without the `*.` of a wildcard. */
  name: string;
  /** The certificate covers it, or the names below it, with a wildcard. */
  is_wildcard: boolean;
  policy: CaaPolicy | LookupFailure;
}

/** One way in which a certificate does not match its expectations. */
export interface Deviation {
  /** Stable and kebab-case. */
  code: string;
  detail: string;
}

/** What is compared with the expectations besides the certificate's facts. */
export interface Identity {
  /** SHA-256 of the SubjectPublicKeyInfo in base64. */
  key: string;
  self_signed: boolean;
  /** Why it cannot be used for the expected purpose: reads on from its name. null: it can, or its trust says so. */
  misuse: string | null;
}
