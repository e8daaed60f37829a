/** Applies the policies of a manifest to the verdicts of certificates. */

import { createPolicyEvaluator as createPolicyAssessment } from '../assess/policies/index.ts';
import { readPolicyFields } from '../certificate/x509/policy-fields.ts';
import type {
  Certificate,
  CertificateFacts,
  Entry,
  LiveLocation,
  LocationReading,
  Policy,
  PolicyResult,
  Purpose,
  Verdict,
} from '../domain/index.ts';
import { classifyLocation } from '../domain/sources/index.ts';
import { applyOwnership } from '../domain/sources/inventory.ts';

export interface PolicyEvaluator {
  /** Adds the fields that policies need to the reading of a location with its DER. */
  addPolicyFields: (reading: LocationReading) => LocationReading;
  /** Returns the verdict with the results and findings of the policies. `now` is in milliseconds. */
  apply: (verdict: Verdict, subject: PolicySubject, now: number) => Verdict;
  /** Returns the results for a certificate of an entry that was never read. */
  evaluateUnread: (entry: PolicySubject['entry']) => PolicyResult[];
}

interface PolicySubject {
  entry: Pick<Entry, 'name' | 'labels' | 'owner' | 'assignments' | 'source' | 'expect'>;
  certificate: Certificate;
  /** The live locations with this certificate. */
  locations: readonly LiveLocation[];
}

/** Creates the evaluator; null if the manifest has no policies. */
export function createPolicyEvaluator(policies: readonly Policy[]): PolicyEvaluator | null {
  if (policies.length === 0) return null;
  const { evaluate, evaluateUnread, createFindings } = createPolicyAssessment(policies);
  return {
    addPolicyFields: (reading) => {
      const { certificate, chainDer: [leaf] = [] } = reading;
      const policyFields = leaf === undefined ? null : readPolicyFields(leaf);
      return certificate === null || policyFields === null
        ? reading
        : { ...reading, certificate: { ...certificate, policyFields } };
    },
    apply: (verdict, { entry, certificate, locations }, now) => {
      const { facts, chain, policyFields = null } = certificate;
      const results = evaluate(
        { entry: applyOwnership(entry, locations), status: verdict.date_status },
        {
          facts,
          chain: findIncompleteChain(locations, facts.issuer) ?? chain,
          policyFields,
          trusts: locations.flatMap(({ evidence }) => evidence?.trust ?? []),
          staples: locations.flatMap(listStapling),
          purpose: findPurpose(entry),
          tls_versions: locations.flatMap(({ observed }) => observed.tls_version ?? []),
          key_exchanges: locations.flatMap(({ observed }) => observed.key_exchange ?? []),
          is_presented: locations.some(({ location }) => classifyLocation(entry.source, location) === 'endpoint'),
          expiresAt: Date.parse(verdict.effective_valid_to ?? facts.valid_to),
          now,
        },
      );
      const names = locations.map(({ location }) => location);
      const undecided = results.filter(({ result }) => result === 'error');
      return {
        ...verdict,
        policies: results,
        findings: [...verdict.findings, ...createFindings(results, names)],
        undecided: [
          ...verdict.undecided,
          ...undecided.map(({ policy }) => ({ event: 'certificate.policy_violation' as const, qualifier: policy })),
        ],
      };
    },
    evaluateUnread: (entry) =>
      evaluateUnread(
        { entry, status: 'unknown' },
        { is_presented: entry.source.kind === 'endpoint', purpose: findPurpose(entry) },
      ),
  };
}

/** Finds the purpose that an entry states for its certificates. */
function findPurpose({ expect, source }: PolicySubject['entry']): Purpose | null {
  return expect?.purpose ?? ('purpose' in source ? source.purpose : null);
}

/** Lists whether a server staples a response that clients accept; empty if that was not observed. */
function listStapling({ observed: { staples }, evidence }: LiveLocation): boolean[] {
  return staples === undefined ? [] : [staples && evidence?.unusable_staple === undefined];
}

/** Finds the chain that the servers send: the first without the issuer, or else the first. Undefined if none was read. */
function findIncompleteChain(
  locations: readonly LiveLocation[],
  issuer: string | null,
): readonly CertificateFacts[] | undefined {
  const chains = locations.flatMap(({ evidence }) => (evidence?.chain ? [evidence.chain] : []));
  return chains.find((chain) => !chain.some(({ subject }) => subject === issuer)) ?? chains[0];
}
