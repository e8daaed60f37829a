/**
 * Computes the end of a path, also without a trust store: the first expiry of its certificates, the first of its CAs, and cross-signs that
 * end earlier.
 */

import type { CrossSign, IssuerExpiry, PathDates, PathFields } from '../domain/index.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import { findPath, indexAnchors, isSameEntity, type Path } from './build-path.ts';
import { isSameName, isSelfIssued } from './name-constraints.ts';
import type { VerifySignature } from './signature-cache.ts';

/** The limit exceeds what servers send; further certificates are ignored. */
export const MAX_SENT_CERTIFICATES = 1024;

/**
 * Finds the path from a leaf that ends latest, through the certificates that were sent with it. Trust is not required, because only dates
 * matter: issuers are matched by name, key identifier and signature. `roots` are public trust anchors: if a CA of the path is one of the
 * clients' roots, the path also ends there.
 */
export function findPresentedPath(
  [leaf, ...sent]: readonly [PathFields, ...PathFields[]],
  roots: readonly PathFields[],
  verify: VerifySignature,
): PathDates {
  const others = sent.slice(0, MAX_SENT_CERTIFICATES);
  const known = new Set(others.map(({ fingerprint }) => fingerprint));
  const ownRoots = roots.filter(
    (root) => !known.has(root.fingerprint) && others.some((one) => isSameEntity(one, root)),
  );
  // The search always continues with the path that ends latest, so the first one that leads no further is the best.
  const { deadEnds } = findPath(leaf, [...others, ...ownRoots], NO_ANCHORS, verify, () => false);
  return listPathDates(deadEnds[0]?.path ?? [leaf], others, ({ fingerprint }) =>
    known.has(fingerprint) ? 'sent' : 'store',
  );
}

const NO_ANCHORS = indexAnchors([]);

/** The dates of a path. `sent` are the certificates that were sent with its leaf; `findOrigin` is asked about one of the CAs. */
export function listPathDates(
  path: Path,
  sent: readonly PathFields[],
  findOrigin: (issuer: PathFields) => IssuerExpiry['origin'],
): PathDates {
  const [leaf, ...issuers] = path;
  if (leaf === undefined) return { effective_valid_to: null, limited_by: null };
  const first = pickEarliest([leaf, ...issuers]);
  const [lowest, ...higher] = issuers;
  const ca = lowest && pickEarliest([lowest, ...higher]);
  const cross_signs = listCrossSigns(path, sent, first.valid_to);
  return {
    effective_valid_to: formatIsoTime(first.valid_to),
    limited_by: { subject: first.name, fingerprint_sha256: first.fingerprint },
    ...(ca && { issuer_expiry: describeIssuer(ca, findOrigin(ca)) }),
    ...(cross_signs.length > 0 && { cross_signs }),
  };
}

/** Returns the certificate that expires first; among equals, the lowest on the path. */
function pickEarliest([lowest, ...higher]: readonly [PathFields, ...PathFields[]]): PathFields {
  return higher.reduce((earliest, one) => (one.valid_to < earliest.valid_to ? one : earliest), lowest);
}

function describeIssuer(ca: PathFields, origin: IssuerExpiry['origin']): IssuerExpiry {
  return {
    subject: ca.name,
    fingerprint_sha256: ca.fingerprint,
    valid_from: ca.valid_from === null ? null : formatIsoTime(ca.valid_from),
    valid_to: formatIsoTime(ca.valid_to),
    origin,
    is_root: isSelfIssued(ca),
  };
}

/** The limit exceeds what CAs have; further cross-signs are not reported. */
const MAX_CROSS_SIGNS = 10;

/**
 * Certificates from other issuers for CAs on the path, which end before it. Such a certificate makes the others on the path unnecessary.
 */
function listCrossSigns(path: Path, sent: readonly PathFields[], end: number): CrossSign[] {
  const isCrossSign = (one: PathFields) =>
    one.valid_to < end &&
    !isSelfIssued(one) &&
    path.slice(1).some((ca) => isSameEntity(ca, one) && !isSameName(ca.issuer, one.issuer));
  const distinct = new Map(sent.filter(isCrossSign).map((one) => [one.fingerprint, one]));
  return [...distinct.values()].slice(0, MAX_CROSS_SIGNS).map((one) => ({
    subject: one.name,
    issuer: one.issuer_name,
    fingerprint_sha256: one.fingerprint,
    valid_from: one.valid_from === null ? null : formatIsoTime(one.valid_from),
    valid_to: formatIsoTime(one.valid_to),
  }));
}
