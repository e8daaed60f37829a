/** Every way from a certificate to an anchor, the one that ends latest first. */

import type { PathCertificate } from '../domain/index.ts';
import { groupBy } from '../lib/collections.ts';
import { isSelfIssued } from './name-constraints.ts';
import type { Signature, Verify } from './signature-cache.ts';

/** Certificates from the leaf to the anchor. */
export type Path = readonly PathCertificate[];

/** Where a way ends that leads to no anchor. */
export interface DeadEnd {
  path: Path;
  why: 'no-issuer' | 'self-signed' | Exclude<Signature, 'valid'>;
}

/** No chain in use is longer. */
const LONGEST_PATH = 16;

/** What cross-signs may cost: ways that are followed, and signatures that are checked. */
const MOST_WAYS = 1000;
const MOST_CHECKS = 200;

export interface Anchors {
  fingerprints: ReadonlySet<string>;
  bySubject: ReadonlyMap<string, readonly PathCertificate[]>;
}

export function anchorsOf(certificates: readonly PathCertificate[]): Anchors {
  return {
    fingerprints: new Set(certificates.map(({ fingerprint }) => fingerprint)),
    bySubject: groupBy(certificates, ({ subject }) => keyOf(subject)),
  };
}

interface Way {
  path: Path;
  /** When the first on it ends, in milliseconds. */
  ends: number;
  /** Whether it has reached an anchor. */
  arrived: boolean;
}

export interface Found {
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
  leaf: PathCertificate,
  others: readonly PathCertificate[],
  anchors: Anchors,
  verify: Verify,
  isAcceptable: (path: Path) => boolean,
): Found {
  const found: Found = { best: null, refused: [], dead: [], exhausted: false };
  const offered = groupBy(others, ({ subject }) => keyOf(subject));
  const reaches = ({ fingerprint }: PathCertificate) => anchors.fingerprints.has(fingerprint);
  const open: Way[] = [{ path: [leaf], ends: leaf.valid_to, arrived: reaches(leaf) }];
  const checked = new Set<string>();
  for (let ways = 0; open.length > 0; ways += 1) {
    if (ways === MOST_WAYS || checked.size > MOST_CHECKS) return { ...found, exhausted: true };
    const { path, ends, arrived } = takeBest(open);
    if (arrived) {
      if (isAcceptable(path)) return { ...found, best: path };
      found.refused.push(path);
      continue;
    }
    const top = path.at(-1) as PathCertificate;
    const named = candidates(top, anchors, offered).filter((issuer) => !path.some((one) => isSameEntity(one, issuer)));
    for (const issuer of named) checked.add(`${top.fingerprint} ${issuer.key}`);
    const signatures = named.slice(0, MOST_CHECKS).map((issuer) => [issuer, verify(top, issuer)] as const);
    const issuers = signatures.filter(([, signature]) => signature === 'valid');
    if (issuers.length === 0) found.dead.push({ path, why: whyDead(top, signatures, verify) });
    else if (path.length === LONGEST_PATH) found.exhausted = true;
    else {
      for (const [issuer] of issuers) {
        open.push({ path: [...path, issuer], ends: Math.min(ends, issuer.valid_to), arrived: reaches(issuer) });
      }
    }
  }
  return found;
}

/** The one that ends latest; of those that end together what has arrived, then the shortest, then the first. */
function takeBest(open: Way[]): Way {
  let best = 0;
  for (let at = 1; at < open.length; at += 1) if (isBetter(open[at] as Way, open[best] as Way)) best = at;
  return open.splice(best, 1)[0] as Way;
}

function isBetter(one: Way, other: Way): boolean {
  if (one.ends !== other.ends) return one.ends > other.ends;
  if (one.arrived !== other.arrived) return one.arrived;
  return one.path.length < other.path.length;
}

/** Those that its issuer's name means, anchors first: where a key is identified on both sides, by it too. */
function candidates(
  child: PathCertificate,
  anchors: Anchors,
  offered: ReadonlyMap<string, PathCertificate[]>,
): PathCertificate[] {
  const name = keyOf(child.issuer);
  const trusted = anchors.bySubject.get(name) ?? [];
  const others = (offered.get(name) ?? []).filter(({ fingerprint }) => !anchors.fingerprints.has(fingerprint));
  return [...trusted, ...others].filter((issuer) => fits(child, issuer));
}

function fits({ authority_key_id: wanted }: PathCertificate, { subject_key_id: has }: PathCertificate): boolean {
  return wanted === null || has === null || wanted === has;
}

export function isIssuerOf(child: PathCertificate, issuer: PathCertificate, verify: Verify): boolean {
  return keyOf(child.issuer) === keyOf(issuer.subject) && verify(child, issuer) === 'valid';
}

/** Of one entity, name and key, a path has one certificate at most, so that it has no loop (RFC 4158 section 5.2). */
function isSameEntity(a: PathCertificate, b: PathCertificate): boolean {
  return a.key === b.key && keyOf(a.subject) === keyOf(b.subject);
}

function whyDead(
  top: PathCertificate,
  signatures: readonly (readonly [PathCertificate, Signature])[],
  verify: Verify,
): DeadEnd['why'] {
  if (isSelfSigned(top, verify)) return 'self-signed';
  if (signatures.length === 0) return 'no-issuer';
  return signatures.some(([, signature]) => signature === 'unsupported') ? 'unsupported' : 'invalid';
}

/** Where both of its identifiers are there they tell, else its signature. */
function isSelfSigned(one: PathCertificate, verify: Verify): boolean {
  if (!isSelfIssued(one)) return false;
  if (one.authority_key_id !== null && one.subject_key_id !== null) return one.authority_key_id === one.subject_key_id;
  return verify(one, one) !== 'invalid';
}

function keyOf(name: readonly string[]): string {
  return name.join('\n');
}
