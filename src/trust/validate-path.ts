/** The question of this folder: would a TLS client trust this certificate, until when, and if not, why. */

import { DISTRUST_REASONS, type PathFields, type Trust, type TrustAnchorFile } from '../domain/index.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import { type Anchors, type DeadEnd, findPath, type Path, type PathSearchResult } from './build-path.ts';
import { listChainNotices } from './chain-notices.ts';
import { createTrustFailure, type TrustFailure } from './messages.ts';
import { checkLeaf, checkLeafWithoutPath, checkPath } from './path-rules.ts';
import type { VerifySignature } from './signature-cache.ts';

export { indexAnchors, isIssuedBy } from './build-path.ts';
export { formatFetchFailure } from './messages.ts';
export { createSignatureVerifier, type VerifySignature } from './signature-cache.ts';

export interface PresentedChain {
  /** As served or stored, the leaf first. */
  sent: readonly [PathFields, ...PathFields[]];
  /** What was fetched beside, as it was not sent. */
  fetched?: readonly PathFields[];
  anchors: Anchors;
  /** The name or address that the certificate must be for; null: any. */
  host: string | null;
  /** Milliseconds. */
  now: number;
}

/** No peer sends so many; more are not looked at. */
const MAX_SENT_CERTIFICATES = 128;

/**
 * Builds the best path, which is the one that ends latest, and judges it by RFC 5280 section 6.1, RFC 9525 and what TLS
 * clients ask for. Its work is bounded, whatever was sent.
 */
export function validateChain(
  { sent, fetched = [], anchors, host, now }: PresentedChain,
  verify: VerifySignature,
): Trust {
  const [leaf, ...others] = sent;
  const offered = others.slice(0, MAX_SENT_CERTIFICATES);
  const found = findPath(leaf, [...offered, ...fetched], anchors, verify, (path) => checkPath(path, now).length === 0);
  const path = found.best ?? findLeastFaultyPath(found.refused, now);
  const ofPath = path === null ? explainMissingPath(leaf, found, now) : checkPath(path, now);
  const problems = [...ofPath, ...checkLeaf(leaf, host)].sort((a, b) => rankFailure(a) - rankFailure(b));
  const [first] = problems;
  return {
    trusted: first === undefined,
    reason: first?.code ?? null,
    detail: first?.detail ?? null,
    reasons: problems.map(({ code }) => code),
    ...findEarliestExpiry(path),
    notes: listChainNotices({ sent: [leaf, ...offered], fetched }, path, now),
    path: (path ?? []).map(({ fingerprint }) => fingerprint),
  };
}

/** What is said where the anchors themselves cannot be had: what is wrong with what they were to be read from. */
export function createUnusableAnchorsTrust(
  { from, path }: Pick<TrustAnchorFile, 'from' | 'path'>,
  wrong: string,
): Trust {
  const { code, detail } = createTrustFailure(
    from === 'system' ? 'system-anchors-unusable' : 'ca-file-unusable',
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

/** The certificates whose issuers are lacking, where no path leads to an anchor for that; else none. */
export function listMissingIssuers(
  { sent, fetched = [], anchors }: PresentedChain,
  verify: VerifySignature,
): PathFields[] {
  const [leaf, ...others] = sent;
  const { best, dead } = findPath(
    leaf,
    [...others.slice(0, MAX_SENT_CERTIFICATES), ...fetched],
    anchors,
    verify,
    () => true,
  );
  if (best !== null) return [];
  const ends = dead
    .filter(({ why }) => why === 'no-issuer' || why === 'invalid')
    .map(({ path }) => path.at(-1) ?? leaf);
  return [...new Set(ends)];
}

function rankFailure({ code }: TrustFailure): number {
  return DISTRUST_REASONS.indexOf(code);
}

/** The refused path with the fewest faults, of those the one that ends latest. */
function findLeastFaultyPath(refused: readonly Path[], now: number): Path | null {
  const counted = refused.map((path) => ({ path, faults: checkPath(path, now).length }));
  return counted.sort((a, b) => a.faults - b.faults)[0]?.path ?? null;
}

function explainMissingPath(leaf: PathFields, { dead, exhausted }: PathSearchResult, now: number): TrustFailure[] {
  // The way that led furthest tells most.
  const furthest = [...dead].sort((a, b) => b.path.length - a.path.length)[0];
  const none = exhausted || furthest === undefined ? createTrustFailure('path-too-complex') : describeDeadEnd(furthest);
  return [none, ...checkLeafWithoutPath(leaf, now)];
}

function describeDeadEnd({ path, why }: DeadEnd): TrustFailure {
  const top = path.at(-1) as PathFields;
  switch (why) {
    case 'invalid':
      return createTrustFailure('signature-invalid', top.name);
    case 'unsupported':
      return createTrustFailure('signature-unsupported', top.name);
    case 'self-signed':
      return path.length === 1
        ? createTrustFailure('self-signed')
        : createTrustFailure('unknown-issuer', top.name, top.name);
    case 'no-issuer': {
      const [url] = top.issuer_urls;
      const missing = path.length === 1 && url !== undefined;
      return missing
        ? createTrustFailure('missing-intermediate', top.issuer_name, url)
        : createTrustFailure('unknown-issuer', top.name, top.issuer_name);
    }
  }
}

function findEarliestExpiry(path: Path | null): Pick<Trust, 'effective_valid_to' | 'limited_by'> {
  const [leaf, ...issuers] = path ?? [];
  if (leaf === undefined) return { effective_valid_to: null, limited_by: null };
  const first = issuers.reduce((least, one) => (one.valid_to < least.valid_to ? one : least), leaf);
  return {
    effective_valid_to: formatIsoTime(first.valid_to),
    limited_by: { subject: first.name, fingerprint_sha256: first.fingerprint },
  };
}
