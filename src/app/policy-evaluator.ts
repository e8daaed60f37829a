/** Applies the policies of a manifest to the verdicts of certificates. */

import { createPolicyEvaluator as createPolicyAssessment, createPolicyFindings } from '../assess/policies/index.ts';
import { readPolicyFields } from '../certificate/x509/policy-fields.ts';
import type {
  Certificate,
  CertificateFacts,
  Entry,
  LivePlace,
  Manifest,
  PlaceReading,
  Verdict,
} from '../domain/index.ts';
import { classifyPlace } from '../domain/sources/index.ts';
import { applyOwnership } from '../domain/sources/inventory.ts';

export interface PolicyEvaluator {
  /** Adds the fields that policies need to the reading of a place whose DER is still there. */
  addPolicyFields: (reading: PlaceReading) => PlaceReading;
  /** Returns the verdict with the results and findings of the policies. `now` is in milliseconds. */
  apply: (verdict: Verdict, subject: PolicySubject, now: number) => Verdict;
}

interface PolicySubject {
  entry: Pick<Entry, 'name' | 'labels' | 'owner' | 'assignments' | 'source' | 'expect'>;
  certificate: Certificate;
  /** The live places with this certificate. */
  places: readonly LivePlace[];
}

/** Null if the manifest has no policies. */
export function createPolicyEvaluator({ policies }: Pick<Manifest, 'policies'>): PolicyEvaluator | null {
  if (policies.length === 0) return null;
  const evaluate = createPolicyAssessment(policies);
  return {
    addPolicyFields: (reading) => {
      const { certificate, chainDer: [leaf] = [] } = reading;
      const policyFields = leaf === undefined ? null : readPolicyFields(leaf);
      return certificate === null || policyFields === null
        ? reading
        : { ...reading, certificate: { ...certificate, policyFields } };
    },
    apply: (verdict, { entry, certificate, places }, now) => {
      const { facts, chain, policyFields = null } = certificate;
      const results = evaluate(
        { entry: applyOwnership(entry, places), status: verdict.date_status },
        {
          facts,
          chain: findIncompleteChain(places, facts.issuer) ?? chain,
          policyFields,
          trusts: places.flatMap(({ evidence }) => evidence?.trust ?? []),
          staples: places.flatMap(({ evidence }) => evidence?.staples ?? []),
          purpose: entry.expect?.purpose ?? ('purpose' in entry.source ? entry.source.purpose : null),
          tls_versions: places.flatMap(({ evidence }) => evidence?.tls_version ?? []),
          is_presented: places.some(({ place }) => classifyPlace(entry.source, place) === 'endpoint'),
          expiresAt: Date.parse(verdict.effective_valid_to ?? facts.valid_to),
          now,
        },
      );
      const names = places.map(({ place }) => place);
      const undecided = results.filter(({ result }) => result === 'error');
      return {
        ...verdict,
        policies: results,
        findings: [...verdict.findings, ...createPolicyFindings(results, policies, names)],
        undecided: [
          ...verdict.undecided,
          ...undecided.map(({ policy }) => ({ event: 'certificate.policy_violation' as const, about: policy })),
        ],
      };
    },
  };
}

/** The chain that the servers send: of several the first without the issuer, else the first. Undefined if none was read. */
function findIncompleteChain(
  places: readonly LivePlace[],
  issuer: string | null,
): readonly CertificateFacts[] | undefined {
  const chains = places.flatMap(({ evidence }) => (evidence?.chain ? [evidence.chain] : []));
  return chains.find((chain) => !chain.some(({ subject }) => subject === issuer)) ?? chains[0];
}
