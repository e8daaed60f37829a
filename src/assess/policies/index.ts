/** Evaluates the policies of a manifest for one certificate. */

import type {
  CheckName,
  CheckResult,
  Checks,
  Entry,
  Finding,
  Policy,
  PolicyResult,
  Purpose,
  Status,
} from '../../domain/index.ts';
import { createMatcher } from '../../domain/matcher.ts';
import { appliesTo, classifyCertificate, type Kind, resolvePurpose, UNKNOWN_KIND } from './certificate-kind.ts';
import { chainRequired } from './chain.ts';
import { ctRequired, minTlsVersion, mustStaple, usageRequired } from './extensions.ts';
import { maxKeyAgeDays, newKeyOnRenewal, sharedKeyForbidden } from './key-use.ts';
import { algorithmAllowed, algorithmForbidden, minKeySize, postQuantumRequired, signatureForbidden } from './keys.ts';
import { issuerAllowed, issuerForbidden, sanRequired, wildcardForbidden } from './names.ts';
import { type Check, type CheckOutcome, combineStatuses, createUndecided, type PolicyInput } from './policy-check.ts';
import { baselineRequirements, daysToRenewBefore, expiryWarning, maxValidityDays } from './validity.ts';
import { keyBlocklist, weakKeyForbidden } from './weak-keys.ts';

export type { KeyUse, PolicyInput } from './policy-check.ts';

/** The checks, in the order in which they are reported. */
const CHECKS = {
  min_key_size: minKeySize,
  algorithm_allowed: algorithmAllowed,
  algorithm_forbidden: algorithmForbidden,
  signature_forbidden: signatureForbidden,
  max_validity_days: maxValidityDays,
  baseline_requirements: baselineRequirements,
  expiry_warning: expiryWarning,
  days_to_renew_before: daysToRenewBefore,
  chain_required: chainRequired,
  san_required: sanRequired,
  wildcard_forbidden: wildcardForbidden,
  issuer_allowed: issuerAllowed,
  issuer_forbidden: issuerForbidden,
  usage_required: usageRequired,
  must_staple: mustStaple,
  min_tls_version: minTlsVersion,
  ct_required: ctRequired,
  post_quantum_required: postQuantumRequired,
  weak_key_forbidden: weakKeyForbidden,
  key_blocklist: keyBlocklist,
  shared_key_forbidden: sharedKeyForbidden,
  new_key_on_renewal: newKeyOnRenewal,
  max_key_age_days: maxKeyAgeDays,
} satisfies { [Name in CheckName]: Check<Checks[Name]> };

/** The entry of a certificate. Its status depends only on the dates, so that the result of a policy does not affect the match of others. */
interface PolicySubject {
  entry: Pick<Entry, 'name' | 'labels'>;
  status: Status;
}

/** The outcome for a certificate that was never read: only its entry is known. */
const UNREAD: CheckOutcome = createUndecided(
  'a certificate that could be read',
  'No scan has read this location yet, so nothing is known about its certificate.',
);

export interface PolicyEvaluator {
  /** Returns the results of the policies that match a certificate. */
  evaluate: (holder: PolicySubject, known: PolicyInput) => PolicyResult[];
  /** Returns the results for a location that was never read: all checks that may apply are undecided. */
  evaluateUnread: (holder: PolicySubject, known: UnreadInput) => PolicyResult[];
  /**
   * Creates the findings of failed policies. Each check has the code `policy-` and its name; the first one is that of the finding.
   */
  createFindings: (results: readonly PolicyResult[], locations: readonly string[]) => Finding[];
}

/** The known facts about a certificate that was never read. */
export type UnreadInput = Pick<PolicyInput, 'is_presented' | 'purpose'>;

export function createPolicyEvaluator(policies: readonly Policy[]): PolicyEvaluator {
  const enabled = policies.filter((policy) => policy.enabled);
  const reasons = new Map(policies.map(({ name, description }) => [name, description]));
  const asked = enabled.map((policy) => ({ policy, isAbout: createMatcher(policy.match) }));
  const select = ({ entry, status }: PolicySubject, kind: Kind, purpose: Purpose | null) =>
    asked
      .filter(({ isAbout }) => isAbout({ certificate: entry.name, labels: entry.labels, status }, null))
      .map(({ policy }) => policy)
      .filter((policy) => appliesTo(policy, kind))
      .filter(({ purposes }) => purposes === undefined || purpose === null || purposes.includes(purpose));
  return {
    evaluate: (holder, known) => {
      const kind = classifyCertificate(known);
      const purpose = resolvePurpose(known);
      return select(holder, kind, purpose).map((policy) =>
        evaluatePolicy(policy, (check, wanted) =>
          isUndecided(policy, kind, purpose) ? UNKNOWN_KIND : check(wanted, known),
        ),
      );
    },
    evaluateUnread: (holder, { is_presented, purpose = null }) =>
      select(holder, is_presented ? 'leaf' : 'unknown', purpose).map((policy) => evaluatePolicy(policy, () => UNREAD)),
    createFindings: (results, locations) =>
      results.flatMap((result) => createFinding(result, reasons.get(result.policy) ?? null, locations)),
  };
}

/** Whether it is unknown if the policy applies to a certificate. */
function isUndecided({ applies_to, purposes }: Policy, kind: Kind, purpose: Purpose | null): boolean {
  return (kind === 'unknown' && applies_to !== 'all') || (purposes !== undefined && purpose === null);
}

function evaluatePolicy(
  { name, severity, checks }: Policy,
  decide: (check: Check<unknown>, wanted: unknown) => CheckOutcome,
): PolicyResult {
  const results = (Object.keys(CHECKS) as CheckName[])
    .filter((check) => checks[check] !== undefined)
    // Each name has the check for its value, which TypeScript cannot follow across the union.
    .map((check): CheckResult => ({ check, ...decide(CHECKS[check] as Check<unknown>, checks[check]) }));
  return { policy: name, severity, result: combineStatuses(results.map(({ result }) => result)), checks: results };
}

/** The finding of a failed policy. `why`: its description. */
function createFinding(
  { policy, severity, checks }: PolicyResult,
  why: string | null,
  locations: readonly string[],
): Finding[] {
  const failing = checks
    .filter(({ result }) => result === 'fail')
    .map(({ check, detail }) => ({ code: `policy-${check.replaceAll('_', '-')}`, detail }));
  const [first] = failing;
  if (first === undefined) return [];
  const { code } = first;
  const detail = [...failing.map((one) => one.detail), ...(why === null ? [] : [`Why: ${why}`])].join(' ');
  const event = 'certificate.policy_violation';
  return [{ event, qualifier: policy, severity, code, detail, checks: failing, locations: [...locations] }];
}
