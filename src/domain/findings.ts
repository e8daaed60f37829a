/** The words of what is wrong with a certificate, or to be done, beside its end. */

import type { IsoTime, Severity } from './common.ts';

/** Each is told as an event for as long as it holds. */
export const FINDING_NAMES = [
  'certificate.untrusted',
  'certificate.revoked',
  'certificate.policy_violation',
  'certificate.lagging',
  'certificate.ari_window_open',
  'certificate.ari_window_shift',
] as const;
export type FindingName = (typeof FINDING_NAMES)[number];

/** What is found of a certificate that TLS clients refuse now. */
export const CLIENT_REJECTIONS = [
  'certificate.untrusted',
  'certificate.revoked',
] as const satisfies readonly FindingName[];

/** What holds of a certificate of an entry. */
export interface Finding {
  event: FindingName;
  /** Which of its kind, where a certificate can have several: the name of a policy. Empty where it can have one. */
  about: string;
  severity: Severity;
  /** Stable and kebab-case: why; with `detail` the `error` of the event. */
  code: string;
  detail: string;
  /** The names of the places at which it holds. */
  places: string[];
}

/** What the issuers of a certificate, and of its issuers, say of it. */
export interface Revocation {
  /** `unknown`: of those who were asked nobody gave an answer that can be believed. */
  status: 'good' | 'revoked' | 'unknown';
  /** Who said so. */
  source: 'stapled' | 'ocsp' | 'crl' | null;
  /** Of what was revoked: the certificate itself, or an issuer on its path. */
  revoked: {
    subject: string;
    fingerprint_sha256: string;
    /** By the names of RFC 5280 section 5.3.1 (`keyCompromise`); null where none is given. */
    reason: string | null;
    at: IsoTime;
  } | null;
  /** Why somebody who was asked is not believed, or did not answer; each in our words. */
  problems: { code: string; detail: string }[];
}

/** When the issuer of a certificate wants it to be renewed (RFC 9773 section 4.2). */
export interface RenewalWindow {
  start: IsoTime;
  /** Later than `start`. */
  end: IsoTime;
  /** A page that says why. */
  explanation_url: string | null;
}

/** When a certificate is expected to be renewed: as its issuer says, or by its lifetime. */
export interface Renewal {
  /** The start of the window, where there is one. */
  expected_at: IsoTime;
  source: 'ari' | 'lifetime';
  window: { start: IsoTime; end: IsoTime } | null;
  explanation_url: string | null;
  /** The code of why its issuer, last asked, gave no answer that can be believed. */
  error: string | null;
}
