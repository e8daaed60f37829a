/** Every way from a certificate to an anchor, the one that ends latest first. */

import type { PathFields } from '../domain/index.ts';
import { groupBy } from '../lib/collections.ts';
import { isSelfIssued } from './name-constraints.ts';
import type { SignatureStatus, VerifySignature } from './signature-cache.ts';

/** Certificates from the leaf to the anchor. */
export type Path = readonly PathFields[];

/** Where a way ends that leads to no anchor. */
export interface DeadEnd {
  path: Path;
  why: 'no-issuer' | 'self-signed' | Exclude<SignatureStatus, 'valid'>;
}

/** No chain in use is longer. */
const MAX_PATH_LENGTH = 16;

/** What cross-signs may cost: ways that are followed, and signatures that are checked. */
const MAX_CANDIDATE_PATHS = 1000;
const MAX_SIGNATURE_CHECKS = 200;

export interface Anchors {
  fingerprints: ReadonlySet<string>;
  bySubject: ReadonlyMap<string, readonly PathFields[]>;
}

export function indexAnchors(certificates: readonly PathFields[]): Anchors {
  return {
    fingerprints: new Set(certificates.map(({ fingerprint }) => fingerprint)),
    bySubject: groupBy(certificates, ({ subject }) => formatNameKey(subject)),
  };
}

interface CandidatePath {
  path: Path;
  /** When the first on it ends, in milliseconds. */
  ends: number;
  /** Whether it has reached an anchor. */
  arrived: boolean;
}

export interface PathSearchResult {
  /** Null where none is acceptable. */
  best: Path | null;
  /** The ways to an anchor that were refused, the one that ends latest first. */
  refused: Path[];
  dead: DeadEnd[];
  /** Whether there was more to follow than is followed. */
  exhausted: boolean;
}

/**
 * Looks for the acceptable path whose first end is latest. The most promising way is always followed next, so that the
 * first acceptable one is the best, whatever the number of cross-signs.
 */
export function findPath(
  leaf: PathFields,
  others: readonly PathFields[],
  anchors: Anchors,
  verify: VerifySignature,
  isAcceptable: (path: Path) => boolean,
): PathSearchResult {
  const found: PathSearchResult = { best: null, refused: [], dead: [], exhausted: false };
  const offered = groupBy(others, ({ subject }) => formatNameKey(subject));
  const reaches = ({ fingerprint }: PathFields) => anchors.fingerprints.has(fingerprint);
  const open: CandidatePath[] = [{ path: [leaf], ends: leaf.valid_to, arrived: reaches(leaf) }];
  const checked = new Set<string>();
  for (let ways = 0; open.length > 0; ways += 1) {
    if (ways === MAX_CANDIDATE_PATHS || checked.size > MAX_SIGNATURE_CHECKS) return { ...found, exhausted: true };
    const { path, ends, arrived } = takeBest(open);
    if (arrived) {
      if (isAcceptable(path)) return { ...found, best: path };
      found.refused.push(path);
      continue;
    }
    const top = path.at(-1) as PathFields;
    const named = listCandidateIssuers(top, anchors, offered).filter(
      (issuer) => !path.some((one) => isSameEntity(one, issuer)),
    );
    for (const issuer of named) checked.add(`${top.fingerprint} ${issuer.key}`);
    const signatures = named.slice(0, MAX_SIGNATURE_CHECKS).map((issuer) => [issuer, verify(top, issuer)] as const);
    const issuers = signatures.filter(([, signature]) => signature === 'valid');
    if (issuers.length === 0) found.dead.push({ path, why: explainDeadEnd(top, signatures, verify) });
    else if (path.length === MAX_PATH_LENGTH) found.exhausted = true;
    else {
      for (const [issuer] of issuers) {
        open.push({ path: [...path, issuer], ends: Math.min(ends, issuer.valid_to), arrived: reaches(issuer) });
      }
    }
  }
  return found;
}

/** The one that ends latest; of those that end together what has arrived, then the shortest, then the first. */
function takeBest(open: CandidatePath[]): CandidatePath {
  let best = 0;
  for (let at = 1; at < open.length; at += 1)
    if (isBetter(open[at] as CandidatePath, open[best] as CandidatePath)) best = at;
  return open.splice(best, 1)[0] as CandidatePath;
}

function isBetter(one: CandidatePath, other: CandidatePath): boolean {
  if (one.ends !== other.ends) return one.ends > other.ends;
  if (one.arrived !== other.arrived) return one.arrived;
  return one.path.length < other.path.length;
}

/** Those that its issuer's name means, anchors first: where a key is identified on both sides, by it too. */
function listCandidateIssuers(
  child: PathFields,
  anchors: Anchors,
  offered: ReadonlyMap<string, PathFields[]>,
): PathFields[] {
  const name = formatNameKey(child.issuer);
  const trusted = anchors.bySubject.get(name) ?? [];
  const others = (offered.get(name) ?? []).filter(({ fingerprint }) => !anchors.fingerprints.has(fingerprint));
  return [...trusted, ...others].filter((issuer) => hasMatchingKeyId(child, issuer));
}

function hasMatchingKeyId({ authority_key_id: wanted }: PathFields, { subject_key_id: has }: PathFields): boolean {
  return wanted === null || has === null || wanted === has;
}

export function isIssuedBy(child: PathFields, issuer: PathFields, verify: VerifySignature): boolean {
  return formatNameKey(child.issuer) === formatNameKey(issuer.subject) && verify(child, issuer) === 'valid';
}

/** Of one entity, name and key, a path has one certificate at most, so that it has no loop (RFC 4158 section 5.2). */
function isSameEntity(a: PathFields, b: PathFields): boolean {
  return a.key === b.key && formatNameKey(a.subject) === formatNameKey(b.subject);
}

function explainDeadEnd(
  top: PathFields,
  signatures: readonly (readonly [PathFields, SignatureStatus])[],
  verify: VerifySignature,
): DeadEnd['why'] {
  if (isSelfSigned(top, verify)) return 'self-signed';
  if (signatures.length === 0) return 'no-issuer';
  return signatures.some(([, signature]) => signature === 'unsupported') ? 'unsupported' : 'invalid';
}

/** Where both of its identifiers are there they tell, else its signature. */
function isSelfSigned(one: PathFields, verify: VerifySignature): boolean {
  if (!isSelfIssued(one)) return false;
  if (one.authority_key_id !== null && one.subject_key_id !== null) return one.authority_key_id === one.subject_key_id;
  return verify(one, one) !== 'invalid';
}

function formatNameKey(name: readonly string[]): string {
  return name.join('\n');
}
