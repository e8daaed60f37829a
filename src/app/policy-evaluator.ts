/** Applies a manifest's policies to what was judged: loaded only where it has any. */

import type {
  Certificate,
  CertificateFacts,
  Entry,
  LivePlace,
  Manifest,
  PlaceReading,
  Verdict,
} from '../domain/index.ts';

export interface PolicyEvaluator {
  /** Adds what policies ask for to what was read of a place, where what was sent is still there. */
  addPolicyFields: (reading: PlaceReading) => PlaceReading;
  /** The verdict with what the policies say; `now` in milliseconds. */
  apply: (verdict: Verdict, about: PolicySubject, now: number) => Verdict;
}

interface PolicySubject {
  entry: Pick<Entry, 'name' | 'labels'>;
  certificate: Certificate;
  /** The live places that hold it. */
  places: readonly LivePlace[];
}

/** Null where the manifest has none. */
export async function createPolicyEvaluator({ policies }: Pick<Manifest, 'policies'>): Promise<PolicyEvaluator | null> {
  if (policies.length === 0) return null;
  const [
    { createPolicyFindings: policyFindings, createPolicyEvaluator: policyJudge },
    { readPolicyFields: readTraits },
  ] = await Promise.all([import('../assess/policies/index.ts'), import('../certificate/x509/policy-fields.ts')]);
  const judge = policyJudge(policies);
  return {
    addPolicyFields: (reading) => {
      const { certificate, chainDer: [leaf] = [] } = reading;
      const traits = leaf === undefined ? null : readTraits(leaf);
      return certificate === null || traits === null
        ? reading
        : { ...reading, certificate: { ...certificate, policyFields: traits } };
    },
    apply: (verdict, { entry, certificate, places }, now) => {
      const { facts, chain, policyFields: traits = null } = certificate;
      const results = judge(
        { entry, status: verdict.date_status },
        {
          facts,
          chain: findIncompleteChain(places, facts.issuer) ?? chain,
          policyFields: traits,
          trusts: places.flatMap(({ evidence }) => evidence?.trust ?? []),
          staples: places.flatMap(({ evidence }) => evidence?.staples ?? []),
          expiresAt: Date.parse(verdict.effective_valid_to ?? facts.valid_to),
          now,
        },
      );
      const names = places.map(({ place }) => place);
      const open = results.filter(({ result }) => result === 'error');
      return {
        ...verdict,
        policies: results,
        findings: [...verdict.findings, ...policyFindings(results, policies, names)],
        undecided: [
          ...verdict.undecided,
          ...open.map(({ policy }) => ({ event: 'certificate.policy_violation' as const, about: policy })),
        ],
      };
    },
  };
}

/** What the servers send along: one of several that leaves the issuer out is one too many. Undefined where none was read. */
function findIncompleteChain(
  places: readonly LivePlace[],
  issuer: string | null,
): readonly CertificateFacts[] | undefined {
  const chains = places.flatMap(({ evidence }) => (evidence?.chain ? [evidence.chain] : []));
  return chains.find((chain) => !chain.some(({ subject }) => subject === issuer)) ?? chains[0];
}
