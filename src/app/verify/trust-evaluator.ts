/** Evaluates the trust of certificate chains: reads anchors, validates paths, and fetches missing issuers. */

import { rootCertificates } from 'node:tls';
import { readPem } from '../../certificate/formats/pem.ts';
import type { ParseCache } from '../../certificate/x509/parse.ts';
import { parsePathFields, readPathFields } from '../../certificate/x509/path-fields.ts';
import type {
  PathDates,
  PathFields,
  Revocation,
  RevocationResult,
  Trust,
  TrustAnchorFile,
  TrustAnchorOrigin,
  TrustRequest,
} from '../../domain/index.ts';
import { computeSoon } from '../../domain/issuer-expiry.ts';
import { getOrCreate } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import type { UntrustedFetcher } from '../../scan/http/untrusted-fetcher.ts';
import { NO_CACHE, type ResponseCache } from '../../store/response-cache/file.ts';
import { DISTRUST_TABLE_DATE, MOZILLA_DISTRUST } from '../../trust/distrusted-roots.ts';
import {
  createSignatureVerifier,
  createUnusableAnchorsTrust,
  explainMissingIssuer,
  findPresentedPath,
  indexAnchors,
  type PresentedChain,
  type VerifySignature,
  validateChain,
} from '../../trust/validate-path.ts';
import {
  checkRevocation,
  checkStapledResponse,
  createRevocationChecker,
  type RevocationInput,
} from './check-revocation.ts';
import { validateWithFetchedIssuers } from './fetch-intermediates.ts';
import type { CrlLookup } from './fetch-or-reuse.ts';

type Anchors = PresentedChain['anchors'];

/** The name of the trust store of Mozilla in a failure. */
const MOZILLA_ROOTS = { kind: 'system', path: "Mozilla's list" } as const;

/** The dependencies of an evaluation in addition to the chain itself. */
export interface TrustDependencies {
  fetch: UntrustedFetcher['fetch'];
  /** Revocation information of earlier scans; null for none. */
  cache: ResponseCache | null;
  /** Records or replays the results of revocation lists. */
  lookUpCrl?: CrlLookup;
  /** Milliseconds. The validity of revocation information depends on this clock, and not on the time of evaluation. */
  clock: Io['now'];
}

/** The shared state of all evaluations of one run. A chain that many locations present is evaluated once, and anchors are read once. */
export interface TrustEvaluator {
  /** The time of evaluation in milliseconds. */
  now: number;
  /** The dependencies; null: nothing is fetched for any request. */
  dependencies: TrustDependencies | null;
  parsed: ParseCache | null;
  verify: VerifySignature;
  evaluated: Map<string, Promise<EvaluatedTrust | null>>;
  anchors: Map<string, Promise<Anchors | string>>;
  /** The checker, at most one, which is created when revocation is first checked. */
  checkRevocation: Map<TrustDependencies, (input: RevocationInput) => Promise<Revocation | null>>;
}

export interface EvaluatedTrust {
  trust: Trust;
  /** The certificates of the path, from the leaf to the anchor. Empty if revocation is not requested. */
  path: readonly PathFields[];
}

export function createTrustEvaluator(
  now: number,
  dependencies: TrustDependencies | null = null,
  parsed: ParseCache | null = null,
): TrustEvaluator {
  return {
    now,
    dependencies,
    parsed,
    verify: createSignatureVerifier(),
    evaluated: new Map(),
    anchors: new Map(),
    checkRevocation: new Map(),
  };
}

/**
 * Evaluates a chain of DER certificates, the leaf first. Null if the leaf is not a certificate. `chainKey` is the same for
 * the same certificates in the same order.
 */
export function evaluateTrust(
  evaluator: TrustEvaluator,
  chain: readonly Uint8Array[],
  chainKey: string,
  request: TrustRequest,
): Promise<EvaluatedTrust | null> {
  const { host, anchors, aia, revocation, purpose, self_signed = false } = request;
  const key = JSON.stringify([chainKey, host, formatAnchorKey(anchors), aia, revocation, purpose, self_signed]);
  return getOrCreate(evaluator.evaluated, key, () => evaluateChain(evaluator, chain, request));
}

async function evaluateChain(
  evaluator: TrustEvaluator,
  chain: readonly Uint8Array[],
  { host, anchors: file, aia, revocation, purpose, self_signed }: TrustRequest,
): Promise<EvaluatedTrust | null> {
  const { now, dependencies, parsed, verify } = evaluator;
  const [leaf, ...others] = chain.map((der) => parsePathFields(der, parsed));
  if (!leaf) return null;
  const anchors = self_signed
    ? indexAnchors([leaf])
    : await getOrCreate(evaluator.anchors, formatAnchorKey(file), () => readAnchors(file));
  const store = describeStore(file, self_signed ?? false);
  if (typeof anchors === 'string') {
    return { trust: { ...createUnusableAnchorsTrust(file ?? MOZILLA_ROOTS, anchors), store }, path: [] };
  }
  const sent: PresentedChain['sent'] = [leaf, ...others.filter((one) => one !== null)];
  const presented: PresentedChain = { sent, anchors, store: file, host, purpose, now };
  let validated = { trust: validateChain(presented, verify), fetched: [] as PathFields[] };
  if (validated.trust.path.length === 0 && aia && dependencies !== null) {
    validated = await validateWithFetchedIssuers(presented, verify, dependencies.fetch);
  }
  const { fetched } = validated;
  const explained =
    file === null ? validated.trust : await findPublicRoot(evaluator, { ...presented, fetched }, validated.trust);
  const trust = { ...explained, store };
  return { trust, path: revocation ? listPath(trust, [...sent, ...fetched], anchors) : [] };
}

/** Explains that the chain would be complete with Mozilla's trust store, if another trust store replaces it. */
async function findPublicRoot(
  { anchors, verify }: TrustEvaluator,
  presented: PresentedChain,
  trust: Trust,
): Promise<Trust> {
  const { missing_issuer: missing } = trust;
  if (missing === undefined) return trust;
  const mozilla = await getOrCreate(anchors, formatAnchorKey(null), () => readAnchors(null));
  if (typeof mozilla === 'string') return trust;
  const { path } = validateChain({ ...presented, anchors: mozilla, store: null }, verify);
  const root = [...mozilla.bySubject.values()].flat().find(({ fingerprint }) => fingerprint === path.at(-1));
  return root === undefined ? trust : explainMissingIssuer(trust, { ...missing, public_root: root.name });
}

/**
 * Evaluates the dates of a chain of DER certificates, the leaf first, without a trust store. Null if the leaf is not a certificate.
 * Public trust anchors matter only if a CA above the leaf ends soon, or no later than the leaf.
 */
export async function evaluatePresentedPath(
  { now, parsed, verify, anchors }: TrustEvaluator,
  chain: readonly Uint8Array[],
): Promise<PathDates | null> {
  const [leaf, ...others] = chain.map((der) => parsePathFields(der, parsed));
  if (!leaf) return null;
  const sent: PresentedChain['sent'] = [leaf, ...others.filter((one) => one !== null)];
  const dates = findPresentedPath(sent, [], verify);
  const ca = dates.issuer_expiry;
  if (ca === undefined || parseIsoTime(ca.valid_to) > Math.max(leaf.valid_to, computeSoon(now))) return dates;
  const mozilla = await getOrCreate(anchors, formatAnchorKey(null), () => readAnchors(null));
  return typeof mozilla === 'string' ? dates : findPresentedPath(sent, [...mozilla.bySubject.values()].flat(), verify);
}

/** Checks whether an evaluated chain is revoked. Null if that was not requested, or if no source of information exists. */
export async function checkTrustRevocation(
  { dependencies, checkRevocation }: TrustEvaluator,
  { path }: EvaluatedTrust,
  stapled: Uint8Array | null,
): Promise<Revocation | null> {
  if (dependencies === null || path.length === 0) return null;
  const check = getOrCreate(checkRevocation, dependencies, () => createRevocationCheck(dependencies));
  return check({ path, stapled });
}

function createRevocationCheck({ fetch, cache, lookUpCrl, clock }: TrustDependencies) {
  const checker = createRevocationChecker({
    fetch,
    cache: cache ?? NO_CACHE,
    ...(lookUpCrl && { lookUpCrl }),
    now: clock(),
  });
  return (input: RevocationInput) => checkRevocation(checker, input);
}

/** Evaluates the stapled OCSP response of an evaluated chain by itself. */
export async function checkTrustStaple(
  { now, dependencies }: TrustEvaluator,
  { path }: EvaluatedTrust,
  stapled: Uint8Array,
): Promise<RevocationResult> {
  return checkStapledResponse(path, stapled, dependencies?.clock() ?? now);
}

function listPath({ path }: Trust, available: readonly PathFields[], anchors: Anchors): PathFields[] {
  const known = new Map([...[...anchors.bySubject.values()].flat(), ...available].map((one) => [one.fingerprint, one]));
  return path.flatMap((fingerprint) => known.get(fingerprint) ?? []);
}

/** Node.js does not say from which version of NSS its roots are, so that its own version has to do. */
function describeStore(file: TrustAnchorFile | null, self_signed: boolean): TrustAnchorOrigin {
  if (self_signed) return { kind: 'self_signed', description: 'the certificate itself (expect.self_signed)' };
  if (file?.kind === 'ca_file') return { kind: 'ca_file', description: `ca_file ${file.path}` };
  if (file !== null) return { kind: 'system', description: `system store (${file.path})` };
  const node = process.versions.node;
  const description = `Mozilla's roots as shipped with Node.js ${node}, corrected by the table of ${DISTRUST_TABLE_DATE}`;
  return { kind: 'mozilla', description };
}

function formatAnchorKey(file: TrustAnchorFile | null): string {
  return file === null ? '' : `${file.kind} ${file.path}`;
}

/** The anchors, or the end of a sentence that says why there are none. */
async function readAnchors(file: TrustAnchorFile | null): Promise<Anchors | string> {
  if (file !== null && 'problem' in file) return file.problem;
  const pem = file === null ? rootCertificates.join('\n') : file.pem;
  const found = readPem(pem).flatMap((content) =>
    typeof content === 'object' && 'facts' in content ? (readPathFields(content) ?? []) : [],
  );
  if (found.length === 0) return 'has no certificate in PEM';
  return indexAnchors(found, file === null ? MOZILLA_DISTRUST : []);
}
