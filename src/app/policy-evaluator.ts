/** Applies the policies of a manifest to the verdicts of certificates. */

import { createPolicyEvaluator as createPolicyAssessment } from '../assess/policies/index.ts';
import { createKeyIndex, type FindKeyUse } from '../assess/policies/key-index.ts';
import { type KeyField, readPolicyFields } from '../certificate/x509/policy-fields.ts';
import type {
  Certificate,
  CertificateFacts,
  CheckName,
  Comparison,
  Entry,
  KeyBlocklists,
  LiveLocation,
  LocationReading,
  Manifest,
  Policy,
  PolicyResult,
  Purpose,
  Verdict,
} from '../domain/index.ts';
import { classifyLocation } from '../domain/sources/index.ts';
import { applyOwnership } from '../domain/sources/inventory.ts';
import type { Workspace } from '../lib/files/workspace-boundary.ts';
import { readKeyBlocklists } from './key-blocklists.ts';

export interface PolicyEvaluator {
  /** Adds the fields that policies need to the reading of a location with its DER. */
  addPolicyFields: (reading: LocationReading) => LocationReading;
  /** Indexes the keys of the event log; null if no policy needs them. */
  indexKeys: (comparison: Comparison) => FindKeyUse | null;
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
  /** Finds what the event log tells about its key. Absent or null: nothing. */
  findKeyUse?: FindKeyUse | null;
}

/** Creates the evaluator with the files that the policies name; null if the manifest has no policies. */
export async function loadPolicyEvaluator(
  { policies, root }: Pick<Manifest, 'policies' | 'root'>,
  workspace: Workspace,
): Promise<PolicyEvaluator | null> {
  return createPolicyEvaluator(policies, await readKeyBlocklists(policies, root, workspace));
}

/** The checks that need a field about the key. Those that compare keys need the event log, too. */
const CHECKS_BY_FIELD: Readonly<Record<KeyField, readonly CheckName[]>> = {
  key_sha256: ['shared_key_forbidden', 'new_key_on_renewal', 'max_key_age_days'],
  key_ids: ['key_blocklist'],
  key_weaknesses: ['weak_key_forbidden'],
};

function listKeyFields(policies: readonly Policy[]): KeyField[] {
  const wanted = policies.filter(({ enabled }) => enabled).flatMap(({ checks }) => Object.keys(checks));
  const fields = Object.keys(CHECKS_BY_FIELD) as KeyField[];
  return fields.filter((field) => CHECKS_BY_FIELD[field].some((check) => wanted.includes(check)));
}

/** Creates the evaluator; null if the manifest has no policies. Default: no lists of keys. */
export function createPolicyEvaluator(
  policies: readonly Policy[],
  blocklists: KeyBlocklists = new Map(),
): PolicyEvaluator | null {
  if (policies.length === 0) return null;
  const keyFields = listKeyFields(policies);
  const { evaluate, evaluateUnread, createFindings } = createPolicyAssessment(policies);
  return {
    addPolicyFields: (reading) => {
      const { certificate, chainDer: [leaf] = [] } = reading;
      const policyFields = leaf === undefined ? null : readPolicyFields(leaf, keyFields);
      return certificate === null || policyFields === null
        ? reading
        : { ...reading, certificate: { ...certificate, policyFields } };
    },
    indexKeys: (comparison) => (keyFields.includes('key_sha256') ? createKeyIndex(comparison) : null),
    apply: (verdict, { entry, certificate, locations, findKeyUse }, now) => {
      const { facts, chain, policyFields = null } = certificate;
      const owned = applyOwnership(entry, locations);
      const results = evaluate(
        { entry: owned, status: verdict.date_status },
        {
          facts,
          chain: findIncompleteChain(locations, facts.issuer) ?? chain,
          policyFields,
          trusts: locations.flatMap(({ evidence }) => evidence?.trust ?? []),
          staples: locations.flatMap(listStapling),
          purpose: findPurpose(entry),
          tls_versions: locations.flatMap(({ observed }) => observed.tls_version ?? []),
          key_exchanges: locations.flatMap(({ observed }) => observed.key_exchange ?? []),
          blocklists,
          ...(findKeyUse && {
            keyUse: findKeyUse({ owner: owned.owner, fingerprint: certificate.fingerprint, locations }),
          }),
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
