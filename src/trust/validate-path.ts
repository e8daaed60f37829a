/** Validates a certificate chain: whether a TLS client would trust it, until when, and if not, why. */

import {
  DISTRUST_REASONS,
  type IssuerExpiry,
  type MissingIssuer,
  type PathFields,
  type Purpose,
  type Trust,
  type TrustAnchorFile,
} from '../domain/index.ts';
import { derivePurpose } from '../domain/purposes.ts';
import { type Anchors, type DeadEnd, findNamesakes, findPath, type Path, type PathSearchResult } from './build-path.ts';
import { listChainNotices } from './chain-notices.ts';
import { isAcceptedByAll, listClientNotices } from './client-notices.ts';
import { type DistrustedRoot, findDistrust } from './distrusted-roots.ts';
import { createTrustFailure, type TrustFailure } from './messages.ts';
import { createFollower } from './openssl-path.ts';
import { type EvaluatedPath, evaluateBestPath } from './openssl-verdict.ts';
import { listPathDates, MAX_SENT_CERTIFICATES } from './path-dates.ts';
import { checkLeaf, checkLeafWithoutPath, checkPath, isAddressedByName } from './path-rules.ts';
import { isDecodable, type SignatureStatus, type VerifySignature } from './signature-cache.ts';

export { indexAnchors, isIssuedBy } from './build-path.ts';
export { formatFetchFailure } from './messages.ts';
export { explainMissingIssuer } from './missing-issuer.ts';
export { findPresentedPath } from './path-dates.ts';
export { createSignatureVerifier, type VerifySignature } from './signature-cache.ts';

export interface PresentedChain {
  /** The certificates as sent or stored, the leaf first. */
  sent: readonly [PathFields, ...PathFields[]];
  /** Issuers that were fetched because they were not sent. */
  fetched?: readonly PathFields[];
  anchors: Anchors;
  /** The trust store of the anchors; null, the default: Mozilla's. */
  store?: Pick<TrustAnchorFile, 'kind' | 'path'> | null;
  /** The name or address that the certificate must match; null for any. */
  host: string | null;
  /** The purpose of the certificate; null: any that its own usages allow. Default: a TLS server. */
  purpose?: Purpose | null;
  /** The current time in milliseconds. */
  now: number;
}

/**
 * Builds the best path, which is the one that expires latest, and validates it by RFC 5280 section 6.1, RFC 9525 and the rules of TLS
 * clients. The work is bounded for any input.
 */
export function validateChain(
  { sent, fetched = [], anchors, store = null, host, purpose: stated = 'server', now }: PresentedChain,
  verify: VerifySignature,
): Trust {
  const [leaf, ...others] = sent;
  const purpose = stated ?? derivePurpose(leaf);
  const available = others.slice(0, MAX_SENT_CERTIFICATES);
  const checkAt = (path: Path, time: number) => [...checkLoneAnchor(path), ...checkPath(path, time, purpose)];
  const check = (path: Path) => [...checkDistrust(path, anchors, now, true), ...checkAt(path, now)];
  const found = findPath(leaf, [...available, ...fetched], anchors, verify, (path) => check(path).length === 0);
  const exhausted = found.exhausted || others.length > MAX_SENT_CERTIFICATES;
  const describe = (deadEnd: DeadEnd) => describeDeadEnd(deadEnd, anchors, store);
  // An anchor is the matter of its store, also if it was sent.
  const findOrigin = ({ fingerprint }: PathFields): IssuerExpiry['origin'] => {
    if (anchors.fingerprints.has(fingerprint)) return store?.kind === 'ca_file' ? 'ca_file' : 'store';
    return available.some((one) => one.fingerprint === fingerprint) ? 'sent' : 'fetched';
  };
  const listRoots = (child: PathFields) => findNamesakes(child, anchors);
  const listDates = (one: Path) => listPathDates(one, { sent: available, listRoots, findOrigin });
  const follow = createFollower(leaf, available, anchors);
  const checkFollowed = (path: Path, time: number) =>
    [...checkSignatures(path, verify), ...checkAt(path, time)].filter(({ code }) => !ONLY_FOR_OTHERS.has(code));
  const evaluate = (): EvaluatedPath => {
    const followed = follow(now);
    // OpenSSL also accepts a path with two certificates of one CA, or one beyond the limits of the search.
    const isAccepted =
      followed.isComplete && [...checkSignatures(followed.path, verify), ...check(followed.path)].length === 0;
    const best = found.best ?? (isAccepted ? followed.path : null);
    // OpenSSL does not fetch issuers.
    if (best !== null && !best.some((one) => fetched.includes(one)))
      return evaluateBestPath(best, { anchors, now, follow, listDates }, checkFollowed);
    const path = best ?? (exhausted ? null : findLeastFaultyPath(found.rejected, check));
    const failures =
      path === null ? explainMissingPath(leaf, { ...found, exhausted }, anchors, now, describe) : check(path);
    return { path, failures, dates: listDates(path ?? []) };
  };
  const { path, failures: pathFailures, dates } = evaluate();
  /** Lists the notices about the path that clients find which try every one: they may accept another path than the best. */
  const listNotices = (accepted: Path, name: string | null) => {
    const best = found.best ?? accepted;
    const isFound = (one: Path) => check(one).length === 0 && isAcceptedByAll(one, name);
    const other = isAcceptedByAll(best, name)
      ? null
      : findPath(leaf, [...available, ...fetched], anchors, verify, isFound).best;
    const { path: followed, isComplete } = follow(now);
    return listClientNotices(other ?? best, name, {
      sent: available,
      ...(isComplete && { followed }),
    });
  };
  const failures = [...pathFailures, ...checkLeaf(leaf, host, purpose)].sort((a, b) => rankFailure(a) - rankFailure(b));
  const [first] = failures;
  return {
    trusted: first === undefined,
    reason: first?.code ?? null,
    detail: first?.detail ?? null,
    reasons: failures.map(({ code }) => code),
    ...dates,
    notes: [
      ...listChainNotices({ sent: [leaf, ...available], fetched }, path, now),
      ...(first === undefined && path !== null ? listNotices(path, isAddressedByName(purpose) ? host : null) : []),
    ],
    path: (path ?? []).map(({ fingerprint }) => fingerprint),
    ...(first?.missing && { missing_issuer: first.missing }),
  };
}

/** Reasons for which OpenSSL does not reject a certificate that it has taken for an issuer, or for its child. Other clients do. */
const ONLY_FOR_OTHERS: ReadonlySet<string> = new Set([
  'extension-malformed',
  'extension-repeated',
  'pss-parameters',
  'version-invalid',
]);

/** Creates the result for anchors that cannot be read. `wrong` is the end of a sentence about their file. */
export function createUnusableAnchorsTrust(
  { kind, path }: Pick<TrustAnchorFile, 'kind' | 'path'>,
  wrong: string,
): Trust {
  const { code, detail } = createTrustFailure(
    kind === 'system' ? 'system-anchors-unusable' : 'ca-file-unusable',
    path,
    wrong,
  );
  return {
    trusted: false,
    reason: code,
    detail,
    reasons: [code],
    effective_valid_to: null,
    limited_by: null,
    notes: [],
    path: [],
  };
}

/** Lists the certificates whose missing issuers prevent a path to an anchor. */
export function listMissingIssuers(
  { sent, fetched = [], anchors }: PresentedChain,
  verify: VerifySignature,
): PathFields[] {
  const [leaf, ...others] = sent;
  const { best, deadEnds } = findPath(
    leaf,
    [...others.slice(0, MAX_SENT_CERTIFICATES), ...fetched],
    anchors,
    verify,
    () => true,
  );
  if (best !== null) return [];
  const tops = deadEnds
    .filter(({ reason }) => reason === 'no-issuer' || reason === 'invalid')
    .map(({ path }) => path.at(-1) ?? leaf);
  return [...new Set(tops)];
}

function rankFailure({ code }: TrustFailure): number {
  return DISTRUST_REASONS.indexOf(code);
}

/** The rejected path with the fewest faults; among equal ones, the one that expires latest. */
function findLeastFaultyPath(rejected: readonly Path[], check: (path: Path) => TrustFailure[]): Path | null {
  const counted = rejected.map((path) => ({ path, faults: check(path).length }));
  return counted.sort((a, b) => a.faults - b.faults)[0]?.path ?? null;
}

function explainMissingPath(
  leaf: PathFields,
  { deadEnds, exhausted }: PathSearchResult,
  anchors: Anchors,
  now: number,
  describe: (deadEnd: DeadEnd) => TrustFailure,
): TrustFailure[] {
  // The longest path is the most informative one.
  const furthest = [...deadEnds].sort((a, b) => b.path.length - a.path.length)[0];
  const distrust = deadEnds.flatMap(({ path }) => checkDistrust(path, anchors, now, false))[0];
  const failure =
    distrust ?? (exhausted || furthest === undefined ? createTrustFailure('path-too-complex') : describe(furthest));
  return [failure, ...checkLeafWithoutPath(leaf, now)];
}

/** Whether a path ends at a root that is distrusted, or, if it is not `complete`, at a certificate that such a root issued. */
function checkDistrust(path: Path, { distrusted }: Anchors, now: number, complete: boolean): TrustFailure[] {
  const [leaf, top] = [path[0] as PathFields, path.at(-1) as PathFields];
  const isRoot = ({ fingerprint, subject }: DistrustedRoot) =>
    fingerprint === top.fingerprint || (!complete && subject === top.issuer_name);
  const root = distrusted.find(isRoot);
  const distrust = root && findDistrust(root, leaf, now);
  return root && distrust
    ? [createTrustFailure('issuer-distrusted', root.subject, distrust.after, distrust.removed)]
    : [];
}

/** The search for the best path verifies each signature, OpenSSL only those on its own path. */
function checkSignatures(path: Path, verify: VerifySignature): TrustFailure[] {
  for (const [index, issuer] of path.slice(1).entries()) {
    const child = path[index] as PathFields;
    const status = verify(child, issuer);
    if (status !== 'valid') return [createSignatureFailure(child, status)];
  }
  return [];
}

function createSignatureFailure(
  { name, signature_algorithm }: PathFields,
  status: Exclude<SignatureStatus, 'valid'>,
): TrustFailure {
  switch (status) {
    case 'invalid':
      return createTrustFailure('signature-invalid', name);
    case 'unsupported':
      return createTrustFailure('signature-unsupported', name, signature_algorithm);
    case 'unverified':
      return createTrustFailure('signature-unverified', name, signature_algorithm);
  }
}

/** A leaf that is itself the trust anchor has no signature to verify, which decodes the certificates of all other paths. */
function checkLoneAnchor([leaf, ...issuers]: Path): TrustFailure[] {
  const isUnusable = leaf !== undefined && issuers.length === 0 && !isDecodable(leaf);
  return isUnusable ? [createSignatureFailure(leaf, 'unsupported')] : [];
}

function describeDeadEnd(
  { path, reason }: DeadEnd,
  anchors: Anchors,
  store: PresentedChain['store'] = null,
): TrustFailure {
  const top = path.at(-1) as PathFields;
  switch (reason) {
    case 'invalid':
    case 'unsupported':
    case 'unverified':
      return createSignatureFailure(top, reason);
    case 'self-signed':
      return path.length === 1
        ? createTrustFailure('self-signed')
        : createMissingIssuerFailure(top, 'root', anchors, store);
    case 'no-issuer':
      return createMissingIssuerFailure(top, path.length === 1 ? 'leaf' : 'intermediate', anchors, store);
  }
}

function createMissingIssuerFailure(
  top: PathFields,
  sent: MissingIssuer['sent'],
  anchors: Anchors,
  store: PresentedChain['store'] = null,
): TrustFailure {
  const [url = null] = top.issuer_urls;
  const missing: MissingIssuer = {
    name: top.issuer_name,
    sent,
    url,
    store: store && { kind: store.kind, path: store.path, cas: store.kind === 'ca_file' ? listNames(anchors) : [] },
    has_namesake: findNamesakes(top, anchors).length > 0,
    public_root: null,
  };
  const code = sent === 'leaf' && url !== null ? 'missing-intermediate' : 'unknown-issuer';
  return { ...createTrustFailure(code, missing), missing };
}

function listNames({ bySubject }: Anchors): string[] {
  return [...bySubject.values()].flatMap(([first]) => first?.name ?? []);
}
