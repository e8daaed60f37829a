/**
 * Computes the end of a path, also without a trust store: the first expiry of its certificates, the first of its CAs, and cross-signs that
 * end earlier.
 */

import type { CrossSign, IssuerExpiry, PathDates, PathFields } from '../domain/index.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import { findPath, indexAnchors, isNamedIssuer, isSameEntity, type Path } from './build-path.ts';
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
  const listRoots = ({ issuer }: PathFields) => roots.filter(({ subject }) => isSameName(subject, issuer));
  const findOrigin = ({ fingerprint }: PathFields) => (known.has(fingerprint) ? 'sent' : 'store');
  return listPathDates(deadEnds[0]?.path ?? [leaf], { sent: others, listRoots, findOrigin });
}

const NO_ANCHORS = indexAnchors([]);

/** The certificates around a path, and their origin. */
interface Surroundings {
  /** The certificates that were sent with the leaf. */
  sent: readonly PathFields[];
  /** Lists the trust anchors with the name of the issuer of a certificate. */
  listRoots: (child: PathFields) => readonly PathFields[];
  /** Is asked about one of the CAs of the path. */
  findOrigin: (issuer: PathFields) => IssuerExpiry['origin'];
}

/** Lists the dates of a path. */
export function listPathDates(path: Path, { sent, listRoots, findOrigin }: Surroundings): PathDates {
  const [leaf, ...issuers] = path;
  if (leaf === undefined) return { effective_valid_to: null, limited_by: null };
  const first = pickEarliest([leaf, ...issuers]);
  const [lowest, ...higher] = issuers;
  const ca = lowest && pickEarliest([lowest, ...higher]);
  const cross_signs = listCrossSigns(path, sent, listRoots, first.valid_to);
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
 * Certificates from other issuers for CAs on the path that stop working before it ends, because they expire, or because their root does. Such
 * a certificate makes the others on the path unnecessary.
 */
function listCrossSigns(
  path: Path,
  sent: readonly PathFields[],
  listRoots: Surroundings['listRoots'],
  end: number,
): CrossSign[] {
  const isCrossSign = (one: PathFields) =>
    !isSelfIssued(one) && path.slice(1).some((ca) => isSameEntity(ca, one) && !isSameName(ca.issuer, one.issuer));
  const distinct = new Map(sent.filter(isCrossSign).map((one) => [one.fingerprint, one]));
  const expiring = [...distinct.values()].flatMap((one) => {
    const root = findLastingRoot(one, [...sent, ...listRoots(one)]);
    const until = Math.min(one.valid_to, root?.valid_to ?? one.valid_to);
    return until < end ? [{ one, until }] : [];
  });
  return expiring.slice(0, MAX_CROSS_SIGNS).map(({ one, until }) => ({
    subject: one.name,
    issuer: one.issuer_name,
    fingerprint_sha256: one.fingerprint,
    valid_from: one.valid_from === null ? null : formatIsoTime(one.valid_from),
    valid_to: formatIsoTime(until),
    ...(until < one.valid_to && { root_expires: true as const }),
  }));
}

/** The self-issued certificate of the issuer that expires last. */
function findLastingRoot(cross: PathFields, known: readonly PathFields[]): PathFields | undefined {
  return known
    .filter((root) => isSelfIssued(root) && isSameName(root.subject, cross.issuer) && isNamedIssuer(cross, root))
    .sort((a, b) => b.valid_to - a.valid_to)[0];
}
