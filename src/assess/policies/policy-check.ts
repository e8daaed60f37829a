/** The input of policy checks, and their outcomes. */

import type {
  CertificateFacts,
  CheckResult,
  CheckStatus,
  IsoTime,
  KeyBlocklists,
  KeyExchange,
  PolicyFields,
  Purpose,
  TlsVersion,
  Trust,
} from '../../domain/index.ts';
import { truncate, truncateList } from '../../lib/text/truncate.ts';

/** A certificate with everything that checks may need. */
export interface PolicyInput {
  facts: CertificateFacts;
  /** The chain that was served or stored with it; empty if it was not read in this scan. */
  chain: readonly CertificateFacts[];
  /** The fields; null if the certificate was not read in this scan, or for other documents. */
  policyFields: PolicyFields | null;
  /** The trust results, one for each location at which the trust was evaluated. */
  trusts: readonly Trust[];
  /** For each endpoint that serves it, whether it stapled an OCSP response. */
  staples: readonly boolean[];
  /** For each endpoint that serves it, the newest TLS version of the server. */
  tls_versions: readonly TlsVersion[];
  /** For each endpoint that serves it, the key exchange of the handshake, if it is known. */
  key_exchanges: readonly KeyExchange[];
  /** Whether a server presents it as its own certificate. */
  is_presented: boolean;
  /** The purpose that its entry states. Absent or null: not stated. */
  purpose?: Purpose | null;
  /** The lists of forbidden keys that could be read, by the path in the manifest. */
  blocklists: KeyBlocklists;
  /** The use of its key, according to other certificates and earlier scans. Absent: only this certificate is known. */
  keyUse?: KeyUse;
  /** The effective expiry in milliseconds: that of its path, or its own. */
  expiresAt: number;
  /** The current time in milliseconds. */
  now: number;
}

/** The use of a key, according to the certificates of this and earlier scans. */
export interface KeyUse {
  /** Whether the key is known: no scan may have read the certificate itself. */
  isKnown: boolean;
  /** The earliest notBefore of a certificate with this key; null if it is unknown. */
  firstUsed: IsoTime | null;
  /** For each renewal at one of its locations, whether the previous certificate had the same key; null if that is unknown. */
  renewals: readonly (boolean | null)[];
  /** The entries of other owners with a certificate that has this key. */
  others: KeyHolders;
}

/** Entries with a certificate that has the same key. */
export interface KeyHolders {
  /** Some of them, as shown to users. */
  names: readonly string[];
  /** The number of all of them. */
  count: number;
  /** Whether the log has another one that the manifest does not have in this scan, so that its owner is unknown. */
  hasUnknown: boolean;
}

/** A certificate has a key. */
type CertificateInput = PolicyInput & { facts: { key_algorithm: string } };

export type CheckOutcome = Omit<CheckResult, 'check'>;

export type Check<Wanted> = (wanted: Wanted, known: PolicyInput) => CheckOutcome;

/** The actual value, the expected value, and the advice if they differ. `what` starts the sentence. */
interface OutcomeText {
  what: string;
  checked: string;
  expected: string;
  advice: string;
}

/** Passes if `holds`, and fails otherwise. */
export function passIf(holds: boolean, { what, checked, expected, advice }: OutcomeText): CheckOutcome {
  const sentence = `${what} ${checked}; expected: ${expected}.`;
  return { result: holds ? 'pass' : 'fail', checked, expected, detail: holds ? sentence : `${sentence} ${advice}` };
}

/** Creates the outcome for certificates that the check does not apply to. `why` is a sentence. */
export function createSkipped(expected: string, why: string): CheckOutcome {
  return { result: 'skipped', checked: null, expected, detail: why };
}

/** Creates the outcome for checks that cannot be decided now. `why` is a sentence. */
export function createUndecided(expected: string, why: string, checked: string | null = null): CheckOutcome {
  return { result: 'error', checked, expected, detail: why };
}

/** A failed check decides, then an undecided one. */
export function combineStatuses(results: readonly CheckStatus[]): CheckStatus {
  return (['fail', 'error', 'pass'] as const).find((one) => results.includes(one)) ?? 'skipped';
}

/** A hard-coded date, a CRL or a profile has an expiry, but no key. */
function isCertificate(known: PolicyInput): known is CertificateInput {
  return known.facts.key_algorithm !== null;
}

/** Skips everything that is not a certificate. */
export function requireCertificate<Wanted>(
  expectedOf: (wanted: Wanted) => string,
  check: (wanted: Wanted, known: CertificateInput) => CheckOutcome,
): Check<Wanted> {
  return (wanted, known) =>
    isCertificate(known)
      ? check(wanted, known)
      : createSkipped(
          expectedOf(wanted),
          'This is not a certificate, but a hard-coded date, a revocation list or a profile.',
        );
}

/** Requires a certificate that was read in this scan. */
export function requireReading<Wanted>(
  expectedOf: (wanted: Wanted) => string,
  check: (wanted: Wanted, known: PolicyInput, traits: PolicyFields) => CheckOutcome,
): Check<Wanted> {
  return requireCertificate(expectedOf, (wanted, known) =>
    known.policyFields === null
      ? createUndecided(
          expectedOf(wanted),
          'The certificate was not read in this scan, and the event log does not contain what this check needs.',
        )
      : check(wanted, known, known.policyFields),
  );
}

const MAX_LISTED = 5;

/** Formats `a, b and 3 more`; `none` if the list is empty. */
export function formatList(texts: readonly string[], max = MAX_LISTED): string {
  return texts.length === 0 ? 'none' : truncateList(texts.map(truncate), max);
}

export function formatCount(number: number, singular: string): string {
  return `${number} ${singular}${number === 1 ? '' : 's'}`;
}
