/** Distinguishes CA certificates from leaves, because most policies only apply to leaves. */

import type { Policy, Purpose } from '../../domain/index.ts';
import { derivePurpose } from '../../domain/purposes.ts';
import { isHostName } from '../../lib/host-port.ts';
import { type CheckOutcome, createUndecided, type PolicyInput } from './policy-check.ts';

export type Kind = 'leaf' | 'ca' | 'unknown';

/**
 * Returns the kind of a certificate. A certificate that a server presents as its own, or that names a host, is a leaf even with
 * `basicConstraints: CA`, as `openssl req -x509` creates it. Other documents are treated as leaves. `unknown`: it was not read in this
 * scan, and the facts do not say.
 */
export function classifyCertificate({ facts, policyFields, is_presented }: PolicyInput): Kind {
  if (is_presented || facts.sans.length > 0 || namesHost(facts.common_name) || facts.key_algorithm === null)
    return 'leaf';
  if (policyFields === null) return 'unknown';
  return policyFields.is_ca ? 'ca' : 'leaf';
}

function namesHost(name: string | null): boolean {
  return name?.includes('.') === true && isHostName(name.replace(/^\*\./, ''));
}

/** Whether a policy may apply to a certificate of this kind. */
export function appliesTo({ applies_to }: Pick<Policy, 'applies_to'>, kind: Kind): boolean {
  return applies_to === 'all' || kind === 'unknown' || applies_to === kind;
}

/** Resolves the stated purpose of a certificate, else the one that its usages allow; null if it was not read in this scan. */
export function resolvePurpose({ purpose = null, policyFields }: PolicyInput): Purpose | null {
  if (purpose !== null || policyFields === null) return purpose;
  const { is_ca, ...usages } = policyFields;
  return derivePurpose({ ...usages, basic_constraints: { ca: is_ca, path_length: null }, netscape_server: null });
}

/** The outcome of all checks of a policy if it is unknown whether the policy applies. */
export const UNKNOWN_KIND: CheckOutcome = createUndecided(
  'a known kind of certificate',
  'The certificate was not read in this scan, and the event log does not say whether it belongs to a CA, or what it is used for.',
);
