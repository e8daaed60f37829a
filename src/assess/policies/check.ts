/** What every check is handed, and how it says what came of it. */

import type { CertificateFacts, CheckResult, PolicyFields, Trust } from '../../domain/index.ts';
import { truncate, truncateList } from '../../lib/truncate.ts';

/** A certificate, with what is known of it beside its facts. */
export interface PolicyInput {
  facts: CertificateFacts;
  /** What was sent or stored beside it; empty where it was not read in this scan. */
  chain: readonly CertificateFacts[];
  /** Null where it was not read in this scan, or is no certificate. */
  policyFields: PolicyFields | null;
  /** Of the places at which it was judged. */
  trusts: readonly Trust[];
  /** Of the endpoints that serve it, whether each stapled an answer. */
  staples: readonly boolean[];
  /** Milliseconds: the end of the chain that it needs, or its own. */
  expiresAt: number;
  /** Milliseconds. */
  now: number;
}

export type CheckOutcome = Omit<CheckResult, 'check'>;

export type Check<Wanted> = (wanted: Wanted, known: PolicyInput) => CheckOutcome;

/** What is found, what is asked for, and what to do where they differ: `what` is the beginning of a sentence. */
interface OutcomeText {
  what: string;
  checked: string;
  expected: string;
  advice: string;
}

/** Passes where it holds, and else fails. */
export function passIf(holds: boolean, { what, checked, expected, advice }: OutcomeText): CheckOutcome {
  const sentence = `${what} ${checked}; expected is ${expected}.`;
  return { result: holds ? 'pass' : 'fail', checked, expected, detail: holds ? sentence : `${sentence} ${advice}` };
}

/** For what the check does not concern; `why` is a sentence. */
export function skip(expected: string, why: string): CheckOutcome {
  return { result: 'skipped', checked: null, expected, detail: why };
}

/** For what cannot be decided now; `why` is a sentence. */
export function undecidable(expected: string, why: string, checked: string | null = null): CheckOutcome {
  return { result: 'error', checked, expected, detail: why };
}

/** A date known by hand, a revocation list or a profile has an end, and no key. */
function isCertificate({ facts }: PolicyInput): boolean {
  return facts.key_algorithm !== null;
}

/** A check of what certificates alone have: all else is skipped. */
export function requireCertificate<Wanted>(
  expectedOf: (wanted: Wanted) => string,
  check: Check<Wanted>,
): Check<Wanted> {
  return (wanted, known) =>
    isCertificate(known)
      ? check(wanted, known)
      : skip(expectedOf(wanted), 'It is no certificate, but a date known by hand, a revocation list or a profile.');
}

/** A check of what is known only of a certificate that was read in this scan. */
export function requireReading<Wanted>(
  expectedOf: (wanted: Wanted) => string,
  check: (wanted: Wanted, known: PolicyInput, traits: PolicyFields) => CheckOutcome,
): Check<Wanted> {
  return requireCertificate(expectedOf, (wanted, known) =>
    known.policyFields === null
      ? undecidable(
          expectedOf(wanted),
          'It was not read in this scan, and the event log does not keep what this asks for.',
        )
      : check(wanted, known, known.policyFields),
  );
}

const MAX_LISTED = 5;

/** `a, b and 3 more`; `none` of nothing. */
export function formatList(texts: readonly string[], most = MAX_LISTED): string {
  return texts.length === 0 ? 'none' : truncateList(texts.map(truncate), most);
}

export function formatCount(number: number, singular: string): string {
  return `${number} ${singular}${number === 1 ? '' : 's'}`;
}
