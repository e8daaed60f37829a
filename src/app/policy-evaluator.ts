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

export interface Policies {
  /** Adds what policies ask for to what was read of a place, where what was sent is still there. */
  withTraits: (reading: PlaceReading) => PlaceReading;
  /** The verdict with what the policies say; `now` in milliseconds. */
  apply: (verdict: Verdict, about: Judged, now: number) => Verdict;
}

interface Judged {
  entry: Pick<Entry, 'name' | 'labels'>;
  certificate: Certificate;
  /** The live places that hold it. */
  places: readonly LivePlace[];
}

/** Null where the manifest has none. */
export async function openPolicies({ policies }: Pick<Manifest, 'policies'>): Promise<Policies | null> {
  if (policies.length === 0) return null;
  const [{ policyFindings, policyJudge }, { readTraits }] = await Promise.all([
    import('../assess/policies/index.ts'),
    import('../certificate/x509/policy-fields.ts'),
  ]);
  const judge = policyJudge(policies);
  return {
    withTraits: (reading) => {
      const { certificate, sent: [leaf] = [] } = reading;
      const traits = leaf === undefined ? null : readTraits(leaf);
      return certificate === null || traits === null
        ? reading
        : { ...reading, certificate: { ...certificate, traits } };
    },
    apply: (verdict, { entry, certificate, places }, now) => {
      const { facts, chain, traits = null } = certificate;
      const results = judge(
        { entry, status: verdict.by_dates },
        {
          facts,
          chain: worstChain(places, facts.issuer) ?? chain,
          traits,
          trusts: places.flatMap(({ evidence }) => evidence?.trust ?? []),
          staples: places.flatMap(({ evidence }) => evidence?.staples ?? []),
          ends: Date.parse(verdict.effective_valid_to ?? facts.valid_to),
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
function worstChain(places: readonly LivePlace[], issuer: string | null): readonly CertificateFacts[] | undefined {
  const chains = places.flatMap(({ evidence }) => (evidence?.chain ? [evidence.chain] : []));
  return chains.find((chain) => !chain.some(({ subject }) => subject === issuer)) ?? chains[0];
}
