/** Builds the paths from a certificate to a trust anchor, the one that expires latest first. */

import type { PathFields } from '../domain/index.ts';
import { groupBy } from '../lib/collections.ts';
import type { DistrustedRoot } from './distrusted-roots.ts';
import { isSameName, isSelfIssued } from './name-constraints.ts';
import type { SignatureStatus, VerifySignature } from './signature-cache.ts';

/** Certificates from the leaf to the anchor. */
export type Path = readonly PathFields[];

/** A path that does not lead to an anchor, and the reason why it cannot be continued. */
export interface DeadEnd {
  path: Path;
  reason: 'no-issuer' | 'self-signed' | Exclude<SignatureStatus, 'valid'>;
}

/** The limit exceeds any chain in use. OpenSSL, Go and GnuTLS accept long ones too. */
export const MAX_PATH_LENGTH = 64;

/**
 * The maximum of issuers tried at each step that are found by signature, because the authority key identifier of the certificate does not
 * name them.
 */
const MAX_UNNAMED_ISSUERS = 8;

/** Cross-signed certificates can multiply the candidate paths, so paths and signature checks are limited. */
const MAX_CANDIDATE_PATHS = 1000;
const MAX_SIGNATURE_CHECKS = 1000;
/** The maximum of issuers of one certificate. */
const MAX_ISSUERS = 200;

export interface Anchors {
  fingerprints: ReadonlySet<string>;
  bySubject: ReadonlyMap<string, readonly PathFields[]>;
  /** Roots that are no longer trusted, whether they are among the anchors or not. */
  distrusted: readonly DistrustedRoot[];
}

/** Duplicate certificates are removed. */
export function indexAnchors(certificates: readonly PathFields[], distrusted: readonly DistrustedRoot[] = []): Anchors {
  // A directory of the system has most certificates several times.
  const distinct = new Map(certificates.map((one) => [one.fingerprint, one]));
  return {
    distrusted,
    fingerprints: new Set(distinct.keys()),
    bySubject: groupBy(distinct.values(), ({ subject }) => formatNameKey(subject)),
  };
}

interface CandidatePath {
  path: Path;
  /** The earliest expiry of the CAs on it, in milliseconds. The leaf is on all paths, so that its expiry decides nothing. */
  issuer_expiry: number;
  /** Whether the path ends at an anchor. */
  isComplete: boolean;
}

export interface PathSearchResult {
  /** The best acceptable path; null if there is none. */
  best: Path | null;
  /** The paths to an anchor that were rejected, the one that expires latest first. */
  rejected: Path[];
  deadEnds: DeadEnd[];
  /** Whether a limit stopped the search. */
  exhausted: boolean;
}

/**
 * Finds the acceptable path whose CAs expire latest. The search always continues with the best candidate, so that the first acceptable path is
 * the best one. Among issuers with the same name, those that expire latest are tried first.
 */
export function findPath(
  leaf: PathFields,
  others: readonly PathFields[],
  anchors: Anchors,
  verify: VerifySignature,
  isAcceptable: (path: Path) => boolean,
): PathSearchResult {
  const found: PathSearchResult = { best: null, rejected: [], deadEnds: [], exhausted: false };
  const available = groupBy(others, ({ subject }) => formatNameKey(subject));
  const isAnchor = ({ fingerprint }: PathFields) => anchors.fingerprints.has(fingerprint);
  const open: CandidatePath[] = [{ path: [leaf], issuer_expiry: Number.POSITIVE_INFINITY, isComplete: isAnchor(leaf) }];
  const checked = new Set<string>();
  for (let tried = 0; open.length > 0; tried += 1) {
    if (tried === MAX_CANDIDATE_PATHS) return { ...found, exhausted: true };
    const { path, issuer_expiry, isComplete } = takeBest(open);
    if (isComplete) {
      if (isAcceptable(path)) return { ...found, best: path };
      found.rejected.push(path);
      continue;
    }
    const top = path.at(-1) as PathFields;
    const candidates = listCandidateIssuers(top, anchors, available).filter(
      (issuer) => !path.some((one) => isSameEntity(one, issuer)),
    );
    const named = candidates.filter((issuer) => isNamedIssuer(top, issuer));
    const latest = named.toSorted((a, b) => b.valid_to - a.valid_to).slice(0, MAX_ISSUERS);
    const affordable = new Set(latest.filter((issuer) => spendSignatureCheck(checked, top, issuer)));
    if (affordable.size < named.length) found.exhausted = true;
    const signatures = named.filter((one) => affordable.has(one)).map((one) => [one, verify(top, one)] as const);
    const verified = signatures.filter(([, signature]) => signature === 'valid').map(([issuer]) => issuer);
    const isTried = (issuer: PathFields) => !named.includes(issuer) && (verified.length === 0 || isAnchor(issuer));
    // A path through such an issuer is rejected, but it is the best explanation.
    const unnamed = candidates.filter(isTried).slice(0, MAX_UNNAMED_ISSUERS);
    const issuers = [...verified, ...unnamed.filter((issuer) => verify(top, issuer) === 'valid')];
    if (issuers.length === 0) found.deadEnds.push({ path, reason: explainDeadEnd(top, signatures, verify) });
    else if (path.length === MAX_PATH_LENGTH) found.exhausted = true;
    else {
      for (const issuer of issuers) {
        open.push({
          path: [...path, issuer],
          issuer_expiry: Math.min(issuer_expiry, issuer.valid_to),
          isComplete: isAnchor(issuer),
        });
      }
    }
  }
  return found;
}

/** Whether the signature may be checked. Repeated checks of the same signature are not counted. */
function spendSignatureCheck(checked: Set<string>, child: PathFields, issuer: PathFields): boolean {
  const pair = `${child.fingerprint} ${issuer.key}`;
  if (checked.size < MAX_SIGNATURE_CHECKS) checked.add(pair);
  return checked.has(pair);
}

/**
 * Removes and returns the path that expires latest; ties are broken in favor of the one whose CAs expire latest, then a complete path, then
 * the shortest, then the first.
 */
function takeBest(open: CandidatePath[]): CandidatePath {
  let best = 0;
  for (let at = 1; at < open.length; at += 1)
    if (isBetter(open[at] as CandidatePath, open[best] as CandidatePath)) best = at;
  return open.splice(best, 1)[0] as CandidatePath;
}

function isBetter(one: CandidatePath, other: CandidatePath): boolean {
  if (one.issuer_expiry !== other.issuer_expiry) return one.issuer_expiry > other.issuer_expiry;
  if (one.isComplete !== other.isComplete) return one.isComplete;
  return one.path.length < other.path.length;
}

/** Certificates with the issuer's name; anchors first. */
function listCandidateIssuers(
  child: PathFields,
  anchors: Anchors,
  available: ReadonlyMap<string, PathFields[]>,
): PathFields[] {
  const anchored = findNamesakes(child, anchors);
  const others = (available.get(formatNameKey(child.issuer)) ?? []).filter(
    ({ fingerprint }) => !anchors.fingerprints.has(fingerprint),
  );
  return [...anchored, ...others];
}

/** The anchors with the name of the issuer of `child`, whether they issued it or not. */
export function findNamesakes(child: PathFields, { bySubject }: Anchors): readonly PathFields[] {
  return bySubject.get(formatNameKey(child.issuer)) ?? [];
}

/** Whether the authority key identifier of `child`, if it has one, is that of `issuer` (RFC 5280 section 4.2.1.1). */
export function isNamedIssuer(child: PathFields, issuer: PathFields): boolean {
  return hasMatchingKeyId(child, issuer) && hasMatchingSerial(child, issuer);
}

/** Key identifiers can only differ if both certificates have one. */
export function hasMatchingKeyId({ authority_key_id }: PathFields, { subject_key_id }: PathFields): boolean {
  return authority_key_id === null || subject_key_id === null || authority_key_id === subject_key_id;
}

/** The identifier may name the certificate of the issuer by its own issuer and serial number, each of them optional. */
function hasMatchingSerial({ authority_id }: PathFields, { serial, issuer }: PathFields): boolean {
  if (authority_id === null) return true;
  const isSameSerial = authority_id.serial === null || authority_id.serial === serial;
  return isSameSerial && (authority_id.issuer === null || isSameName(authority_id.issuer, issuer));
}

/** Compares names and checks the signature, but neither dates nor constraints. */
export function isIssuedBy(child: PathFields, issuer: PathFields, verify: VerifySignature): boolean {
  return isSameName(child.issuer, issuer.subject) && verify(child, issuer) === 'valid';
}

/** Whether both have the same name and key. A path has at most one of them, so that it has no loop (RFC 4158 section 5.2). */
export function isSameEntity(a: PathFields, b: PathFields): boolean {
  return a.key === b.key && isSameName(a.subject, b.subject);
}

function explainDeadEnd(
  top: PathFields,
  signatures: readonly (readonly [PathFields, SignatureStatus])[],
  verify: VerifySignature,
): DeadEnd['reason'] {
  if (isSelfSigned(top, verify)) return 'self-signed';
  if (signatures.length === 0) return 'no-issuer';
  // The issuer that cannot be ruled out counts.
  const statuses = signatures.map(([, status]) => status);
  return (['unverified', 'unsupported'] as const).find((status) => statuses.includes(status)) ?? 'invalid';
}

/** Compares the key identifiers if the certificate has both, and otherwise checks its signature. */
function isSelfSigned(one: PathFields, verify: VerifySignature): boolean {
  if (!isSelfIssued(one)) return false;
  if (one.authority_key_id !== null && one.subject_key_id !== null) return one.authority_key_id === one.subject_key_id;
  return verify(one, one) !== 'invalid';
}

/** The key of a name in an index by name. */
export function formatNameKey(name: readonly string[]): string {
  return name.join('\n');
}
