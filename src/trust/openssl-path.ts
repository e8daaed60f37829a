/**
 * Follows the path that OpenSSL builds, and so curl, nginx, Node.js and Python: it takes one issuer at each step, never goes back, and checks
 * signatures only at the end (`build_chain` of OpenSSL 3, with `X509_V_FLAG_PARTIAL_CHAIN`).
 */

import type { PathFields } from '../domain/index.ts';
import { groupBy } from '../lib/collections.ts';
import { type Anchors, findNamesakes, formatNameKey, isNamedIssuer, MAX_PATH_LENGTH, type Path } from './build-path.ts';
import { isSelfIssued } from './name-constraints.ts';

export interface FollowedPath {
  path: Path;
  /** Whether OpenSSL ends the path as trusted. Its certificates may still be rejected. */
  isComplete: boolean;
  /** The next time in milliseconds at which OpenSSL may take another issuer; infinite if it never does. */
  changesAt: number;
}

/** Follows the path at a time in milliseconds. */
export type FollowPath = (time: number) => FollowedPath;

/** Creates the function that follows the path from a leaf. `others` are the certificates that were sent with it, in order. */
export function createFollower(leaf: PathFields, others: readonly PathFields[], anchors: Anchors): FollowPath {
  const available = groupBy(others, ({ subject }) => formatNameKey(subject));
  return (time) => {
    const path = [leaf];
    let changesAt = Number.POSITIVE_INFINITY;
    const choose = (child: PathFields, candidates: readonly PathFields[]): PathFields | null => {
      const chosen = chooseIssuer(
        candidates.filter((one) => isLikelyIssuer(child, one)),
        time,
      );
      changesAt = Math.min(changesAt, chosen.changesAt);
      return chosen.issuer;
    };
    while (path.length < MAX_PATH_LENGTH) {
      const top = path.at(-1) as PathFields;
      const anchor = choose(top, findNamesakes(top, anchors));
      const isRoot = isTakenForSelfSigned(top);
      // The trust store must have the same certificate of a root. OpenSSL does not look for it among several of the same name.
      if (anchor !== null && (!isRoot || anchor.fingerprint === top.fingerprint))
        return { path: isRoot ? path : [...path, anchor], isComplete: true, changesAt };
      const used = new Set(path.map(({ fingerprint }) => fingerprint));
      const sent = (available.get(formatNameKey(top.issuer)) ?? []).filter(({ fingerprint }) => !used.has(fingerprint));
      const issuer = isRoot ? null : choose(top, sent);
      if (issuer === null) break;
      path.push(issuer);
    }
    // At last, the leaf itself may be a trust anchor. Its path keeps all other certificates.
    return { path, isComplete: anchors.fingerprints.has(leaf.fingerprint), changesAt };
  };
}

/**
 * Whether OpenSSL takes a certificate for self-signed, which ends its search: subject and issuer have the same name, and neither the
 * authority key identifier nor the kind of signature contradicts that (`ossl_x509v3_cache_extensions`).
 */
export function isTakenForSelfSigned(one: PathFields): boolean {
  return isSelfIssued(one) && isLikelyIssuer(one, one);
}

/** Compares what OpenSSL compares of two certificates with matching names (`ossl_x509_likely_issued`). */
function isLikelyIssuer(child: PathFields, issuer: PathFields): boolean {
  const isFitting = isFittingKey(child.signature_algorithm, issuer.key_algorithm);
  return child.is_readable && issuer.is_readable && isNamedIssuer(child, issuer) && isFitting;
}

/** Whether a key of this kind can have made the signature. */
function isFittingKey(signature: string, key: string): boolean {
  if (/^rsassa/i.test(signature)) return key === 'RSA' || key === 'RSA-PSS';
  if (/RSA/.test(signature)) return key === 'RSA';
  if (/^(?:ecdsa|SM2)/.test(signature)) return key === 'EC';
  if (/^dsa/.test(signature)) return key === 'DSA';
  return signature.toUpperCase() === key.toUpperCase();
}

/** The first candidate that is valid at `time`; otherwise the first of those that expire last (`get0_best_issuer_sk`). */
function chooseIssuer(
  candidates: readonly PathFields[],
  time: number,
): { issuer: PathFields | null; changesAt: number } {
  let latest: PathFields | null = null;
  let changesAt = Number.POSITIVE_INFINITY;
  for (const one of candidates) {
    const from = one.valid_from ?? Number.POSITIVE_INFINITY;
    if (from <= time && time <= one.valid_to) return { issuer: one, changesAt: Math.min(changesAt, one.valid_to + 1) };
    if (from > time) changesAt = Math.min(changesAt, from);
    if (latest === null || one.valid_to > latest.valid_to) latest = one;
  }
  return { issuer: latest, changesAt };
}
