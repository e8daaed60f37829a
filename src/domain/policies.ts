/** Types for policies and their results, and the policy score. */

import type { PolicySpec } from '../generated/manifest.ts';
import type { Match, Position, Severity, ThresholdSpec } from './basic-types.ts';
import type { Purpose } from './trust.ts';

/** The minimum bits by kind of key. A number applies to RSA and DSA; for elliptic curves, it stands for a curve of equal strength. */
export type KeySizes = number | Partial<Record<'rsa' | 'dsa' | 'ec', number>>;

type PolicyKey = 'name' | 'description' | 'enabled' | 'severity' | 'match' | 'applies_to';
type ThresholdCheck = 'expiry_warning' | 'days_to_renew_before';

/** The checks of a policy, by their names in the manifest. */
export type Checks = Required<Omit<PolicySpec, PolicyKey | ThresholdCheck>> & Record<ThresholdCheck, ThresholdSpec>;
export type CheckName = keyof Checks;

export interface Policy {
  name: string;
  description: string | null;
  enabled: boolean;
  severity: Severity;
  /** `thresholds` is empty: a policy matches certificates, not events. */
  match: Match;
  /** Whether it applies to certificates of CAs, to all others, or to both. */
  applies_to: 'leaf' | 'ca' | 'all';
  /** The purposes of the certificates that it applies to. Absent: every purpose. */
  purposes?: readonly Purpose[];
  /** The checks, of which there is at least one. */
  checks: Partial<Checks>;
  position: Position;
}

/** The names of key usages (RFC 5280 section 4.2.1.3), in the order of their bits. */
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

/** The names of extended key usages (RFC 5280 section 4.2.1.12); other usages appear as dotted OIDs. */
export const EXTENDED_KEY_USAGE_NAMES = [
  'serverAuth',
  'clientAuth',
  'codeSigning',
  'emailProtection',
  'timeStamping',
  'OCSPSigning',
  'anyExtendedKeyUsage',
] as const;

/** The fields of a certificate that policies need in addition to its facts. They are only read if the manifest has policies. */
export interface PolicyFields {
  /** Names of RFC 5280 sections 4.2.1.3 and 4.2.1.12, or dotted OIDs; null if the extension is absent. */
  key_usages: string[] | null;
  extended_key_usages: string[] | null;
  /** Whether the certificate has the TLS feature `status_request` (RFC 7633). */
  must_staple: boolean;
  /** The number of embedded signed certificate timestamps (RFC 6962 section 3.3). */
  timestamps: number;
  /**
   * The hash of an RSA-PSS signature, such as `sha256`: it is in the parameters, not in the algorithm's name. Null for other signatures.
   */
  pss_hash: string | null;
  /** Whether basicConstraints includes CA (RFC 5280 section 4.2.1.9). */
  is_ca: boolean;
  /** SHA-256 of the SubjectPublicKeyInfo in lower-case hex. Absent if no policy compares keys. */
  key_sha256?: string;
  /** The names under which a list may have the key: its SHA-256, and for RSA that of Debian. Absent if no policy has a list. */
  key_ids?: string[];
  /** The known weaknesses of the key; null if it is malformed, or too large to check. Absent if no policy needs them. */
  key_weaknesses?: KeyWeakness[] | null;
}

/** Lists of forbidden keys, by the path in the manifest: names as in `key_ids` of `PolicyFields`. */
export type KeyBlocklists = ReadonlyMap<string, ReadonlySet<string>>;

/** A known weakness of a public key. `factor`: the smallest prime that divides the modulus. */
export type KeyWeakness =
  | { kind: 'roca' | 'close-primes' | 'even-exponent' | 'small-exponent' | 'large-exponent' | 'invalid-point' }
  | { kind: 'small-factor'; factor: number };

/**
 * `skipped`: the check does not apply to this certificate, such as a key check to a hard-coded date. `error`: the check could not be
 * decided now.
 */
export type CheckStatus = 'pass' | 'fail' | 'skipped' | 'error';

export interface CheckResult {
  check: CheckName;
  result: CheckStatus;
  /** The actual value, for people; null if there is none. */
  checked: string | null;
  expected: string;
  /** A sentence; for a failed check, it includes the fix. */
  detail: string;
}

export interface PolicyResult {
  policy: string;
  severity: Severity;
  /** The result: `fail` if a check fails, else `error` if one could not be decided; `skipped` if all were skipped. */
  result: CheckStatus;
  checks: CheckResult[];
}

/** The weight of a policy in the score, by severity. */
export const SEVERITY_WEIGHTS = { critical: 10, warning: 5, info: 1 } as const satisfies Record<Severity, number>;

/** Computes the weighted percentage of decided policies that pass, rounded down so that 100 means all; null if none was decided. */
export function computePolicyScore(results: Iterable<Pick<PolicyResult, 'result' | 'severity'>>): number | null {
  let passed = 0;
  let all = 0;
  for (const { result, severity } of results) {
    if (result !== 'pass' && result !== 'fail') continue;
    all += SEVERITY_WEIGHTS[severity];
    if (result === 'pass') passed += SEVERITY_WEIGHTS[severity];
  }
  return all === 0 ? null : Math.floor((100 * passed) / all);
}
