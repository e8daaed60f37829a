/** Checks whether the certificates on a path are revoked, with stapled responses, revocation lists and OCSP. */

import type { Failure, PathFields, Revocation, RevocationResult } from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { createRevocationFailure } from '../../trust/revocation/messages.ts';
import { type CrlCache, createCrlCache } from './crl-cache.ts';
import type { RevocationDependencies } from './fetch-or-reuse.ts';
import { checkStaple, listRevocationSources, type SourceName } from './revocation-sources.ts';

/** The shared state of all checks of one run: each certificate and list is checked once. */
export interface RevocationChecker {
  dependencies: RevocationDependencies;
  evidence: Map<string, Promise<RevocationEvidence | null>>;
  crls: CrlCache;
}

export interface RevocationInput {
  /** The certificates from the leaf to the anchor. */
  path: readonly PathFields[];
  /** The OCSP response that the server stapled. */
  stapled: Uint8Array | null;
}

type AcceptedResult = Exclude<RevocationResult, { problem: Failure }> & { source: SourceName };

/** The result for one certificate. */
interface RevocationEvidence {
  certificate: PathFields;
  accepted: AcceptedResult | null;
  problems: Failure[];
}

export function createRevocationChecker(dependencies: RevocationDependencies): RevocationChecker {
  return { dependencies, evidence: new Map(), crls: createCrlCache() };
}

/** Checks a path; null if the leaf has expired, or if its certificates do not name a source of revocation information. */
export async function checkRevocation(
  checker: RevocationChecker,
  { path, stapled }: RevocationInput,
): Promise<Revocation | null> {
  const [leaf] = path;
  if (leaf === undefined || leaf.valid_to < checker.dependencies.now) return null;
  const evidence = await Promise.all(
    path.map((certificate, index) => {
      const issuer = path[index + 1];
      if (issuer === undefined) return null;
      // A stapled response belongs to one server, so its result is not shared.
      if (certificate === leaf && stapled !== null) return checkCertificate(certificate, issuer, stapled, checker);
      return getOrCreate(checker.evidence, `${certificate.fingerprint} ${issuer.key}`, () =>
        checkCertificate(certificate, issuer, null, checker),
      );
    }),
  );
  return combineEvidence(evidence.filter((one) => one !== null));
}

async function checkCertificate(
  certificate: PathFields,
  issuer: PathFields,
  stapled: Uint8Array | null,
  { dependencies, crls }: RevocationChecker,
): Promise<RevocationEvidence | null> {
  const sources = listRevocationSources(certificate, issuer, stapled, dependencies, crls);
  if (sources.length === 0) return null;
  const evidence: RevocationEvidence = { certificate, accepted: null, problems: [] };
  for (const { source, check } of sources) {
    const result = await check();
    if ('problem' in result) evidence.problems.push(result.problem);
    else if (result.status === 'revoked') return { ...evidence, accepted: { ...result, source } };
    else {
      evidence.accepted ??= { ...result, source };
      // A good response may be replayed for days after a revocation, so older ones need another source.
      if (dependencies.now - result.this_update < DAY) return { ...evidence, accepted: { ...result, source } };
    }
  }
  return evidence;
}

/** Evaluates a stapled response by itself. `path` is as in `RevocationInput`, `now` in milliseconds. */
export function checkStapledResponse(
  [leaf, issuer]: readonly PathFields[],
  stapled: Uint8Array,
  now: number,
): RevocationResult {
  if (leaf === undefined || issuer === undefined) {
    return createRevocationFailure('revocation-issuer-unknown', 'The stapled OCSP response');
  }
  return checkStaple(stapled, leaf, issuer, now);
}

/** Combines the evidence: the path is revoked if any certificate is, and good only if all of them are. */
function combineEvidence(evidence: readonly RevocationEvidence[]): Revocation | null {
  const [first] = evidence;
  if (first === undefined) return null;
  const problems = evidence.flatMap((one) => one.problems);
  const good = evidence.flatMap(({ accepted, certificate }) =>
    accepted?.status === 'good'
      ? { fingerprint_sha256: certificate.fingerprint, at: formatIsoTime(accepted.this_update) }
      : [],
  );
  for (const { accepted, certificate } of evidence) {
    if (accepted?.status !== 'revoked') continue;
    const { reason = null, revoked_at = '' } = accepted.revoked ?? {};
    const { name: subject, fingerprint: fingerprint_sha256 } = certificate;
    const revoked = { subject, fingerprint_sha256, reason, revoked_at, stated_at: formatIsoTime(accepted.this_update) };
    return { status: 'revoked', source: accepted.source, revoked, good, problems };
  }
  const isUnknown = evidence.some(({ accepted }) => accepted === null);
  if (isUnknown) return { status: 'unknown', source: null, revoked: null, good, problems };
  return { status: 'good', source: first.accepted?.source ?? null, revoked: null, good, problems };
}
