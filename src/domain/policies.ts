/** The words of policies: what is asked of certificates, and what came of it. */

import type { Match, Position, Severity, ThresholdSpec } from './common.ts';

/** Bits. A number is for RSA and DSA, and elliptic curves are held to what is as strong; else by kind of key. */
export type KeySizes = number | Partial<Record<'rsa' | 'dsa' | 'ec', number>>;

/** What a policy can ask for, by the names that its checks have in the manifest. */
export interface Checks {
  min_key_size: KeySizes;
  algorithm_allowed: string[];
  algorithm_forbidden: string[];
  signature_forbidden: string[];
  max_validity_days: number;
  baseline_requirements: true;
  expiry_warning: ThresholdSpec;
  days_to_renew_before: ThresholdSpec;
  chain_required: true;
  san_required: true;
  wildcard_forbidden: true;
  issuer_allowed: string[];
  issuer_forbidden: string[];
  usage_required: string[];
  must_staple: true;
  ct_required: true;
}
export type CheckName = keyof Checks;

export interface Policy {
  name: string;
  description: string | null;
  enabled: boolean;
  severity: Severity;
  /** Its thresholds are empty: a policy is about certificates and not about events. */
  match: Match;
  /** One at least. */
  checks: Partial<Checks>;
  position: Position;
}

/** RFC 5280 section 4.2.1.3, in the order of their bits. */
export const KEY_USAGE_NAMES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

/** RFC 5280 section 4.2.1.12; others are known by their dotted numbers. */
export const EXTENDED_KEY_USAGE_NAMES = [
  'serverAuth',
  'clientAuth',
  'codeSigning',
  'emailProtection',
  'timeStamping',
  'OCSPSigning',
  'anyExtendedKeyUsage',
] as const;

/** What a certificate says beyond its facts; read only where the manifest has policies. */
export interface PolicyFields {
  /** By the names of RFC 5280 sections 4.2.1.3 and 4.2.1.12, or dotted; null where the extension is absent. */
  key_usages: string[] | null;
  extended_key_usages: string[] | null;
  /** The TLS feature `status_request` (RFC 7633). */
  must_staple: boolean;
  /** How many signed certificate timestamps (RFC 6962 section 3.3) are embedded. */
  timestamps: number;
  /** Of a signature by RSA-PSS its hash, such as `sha256`, which the algorithm's name does not tell; null for any other. */
  pss_hash: string | null;
}

/**
 * `skipped`: it does not concern this certificate, as a date known by hand has no key. `error`: it does, and could not be
 * decided now.
 */
export type CheckStatus = 'pass' | 'fail' | 'skipped' | 'error';

export interface CheckResult {
  check: CheckName;
  result: CheckStatus;
  /** What was found and what is asked for, in words; null where nothing was found. */
  checked: string | null;
  expected: string;
  /** In a sentence, and for what fails what to do. */
  detail: string;
}

export interface PolicyResult {
  policy: string;
  severity: Severity;
  /** `fail` where one check fails, else `error` where one does; `skipped` where all are. */
  result: CheckStatus;
  checks: CheckResult[];
}
