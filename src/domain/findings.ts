/** Types for the findings of a scan about a certificate in addition to its expiry. */

import type { RevokedCertificate } from '../generated/definitions.ts';
import type { Failure, IsoTime, Severity } from './basic-types.ts';
import type { CaaPolicy, LookupFailure } from './dns.ts';
import type { FindingName } from './event-definitions.ts';
import type { Purpose } from './trust.ts';

export type { RevokedCertificate } from '../generated/definitions.ts';

/** A finding about a certificate of an entry. It is an event as long as it applies. */
export interface Finding {
  event: FindingName;
  /** Distinguishes several findings of one kind, such as the name of a policy. Empty if a certificate can have only one. */
  qualifier: string;
  severity: Severity;
  /** The reason, a stable code in kebab-case. Together with `detail`, it is the `error` of the event. */
  code: string;
  detail: string;
  /** Each failed check of a policy, with its own code; the first one is `code`. Absent for other findings. */
  checks?: Failure[];
  /** The items to add to `expected` of the `ct` entry if the finding is by design, as YAML. Absent for other findings. */
  proposal?: string;
  /** The names of the locations to which it applies. */
  locations: string[];
}

/** The revocation status of a certificate and of its issuers. */
export interface Revocation {
  /** `unknown`: no source returned a valid response. */
  status: 'good' | 'revoked' | 'unknown';
  source: 'stapled' | 'ocsp' | 'crl' | null;
  /** The certificate that was revoked: the certificate itself, or an issuer on its path. */
  revoked: RevokedCertificate | null;
  /** The certificates on the path whose sources report them as not revoked, with the thisUpdate time of the response. */
  good: { fingerprint_sha256: string; at: IsoTime }[];
  /** The sources that did not respond, or whose response was rejected. */
  problems: Failure[];
}

/** The time span in which the issuer of a certificate suggests renewing it (RFC 9773 section 4.2). */
export interface RenewalWindow {
  start: IsoTime;
  /** The end, which is later than `start`. */
  end: IsoTime;
  /** A page that explains the window. */
  explanation_url: string | null;
}

/** The expected renewal of a certificate: as its issuer suggests, or by its lifetime. */
export interface Renewal {
  /** The expected time, which is the start of the window if it is known. */
  expected_at: IsoTime;
  source: 'ari' | 'lifetime';
  window: { start: IsoTime; end: IsoTime } | null;
  explanation_url: string | null;
  /** The error code of the last request to the issuer, if it failed. */
  error: string | null;
}

/** The expectations of an entry about its certificates. An empty list accepts any value. */
export interface Expectations {
  /** The expected names in lower case, international names in ASCII. Each must be among the subject alternative names. */
  names: string[];
  /** The patterns, one of which the issuer must match. */
  issuers: string[];
  /** SHA-256 fingerprints, one of which must be the certificate's; lower-case hex. */
  fingerprints: string[];
  /** SHA-256 hashes of SubjectPublicKeyInfos in base64, one of which must be the certificate's. */
  keys: string[];
  self_signed: boolean;
  /** The purpose that the entry states; null: not stated. */
  purpose: Purpose | null;
  /** The CAs that CAA records must permit, by their identifiers in these records; `check`: the issuer. Absent: CAA is not checked. */
  caa?: 'check' | string[];
  /** Whether TLSA records must exist (`required`), or must match if they do. Absent: DANE is not checked. */
  dane?: 'required' | 'check';
}

/** The CAA records of a name, or the reason why they are unknown. */
export interface CaaLookup {
  /** The name without the `*.` of a wildcard. */
  name: string;
  /** Whether the certificate has a wildcard for this name. */
  is_wildcard: boolean;
  policy: CaaPolicy | LookupFailure;
}

/** One deviation of a certificate from its expectations. */
export interface Deviation {
  /** The code, stable and in kebab-case. */
  code: string;
  detail: string;
}

/** The values that are compared with the expectations in addition to the certificate's facts. */
export interface Identity {
  /** SHA-256 of the SubjectPublicKeyInfo in base64. */
  key: string;
  self_signed: boolean;
  /**
   * The reason why it cannot be used for the expected purpose, which continues a sentence after its name. null: it can, or its trust
   * contains the reason.
   */
  misuse: string | null;
}
