/** The question of this folder: would a TLS client trust this certificate, until when, and if not, why. */

import { type AnchorFile, DISTRUSTS, type PathCertificate, type Trust } from '../domain/index.ts';
import { isoTime } from '../lib/iso-time.ts';
import { type Anchors, type DeadEnd, type Found, findPath, type Path } from './build-path.ts';
import { notesOn } from './chain-notes.ts';
import { type Problem, problem } from './messages.ts';
import { leafProblems, lonelyProblems, pathProblems } from './path-rules.ts';
import type { Verify } from './signature-cache.ts';

export { anchorsOf, isIssuerOf } from './build-path.ts';
export { notFetched } from './messages.ts';
export { type Verify, verifier } from './signature-cache.ts';

export interface Presented {
  /** As served or stored, the leaf first. */
  sent: readonly [PathCertificate, ...PathCertificate[]];
  /** What was fetched beside, as it was not sent. */
  fetched?: readonly PathCertificate[];
  anchors: Anchors;
  /** The name or address that the certificate must be for; null: any. */
  host: string | null;
  /** Milliseconds. */
  now: number;
}

/** No peer sends so many; more are not looked at. */
const MOST_SENT = 128;

/**
 * Builds the best path, which is the one that ends latest, and judges it by RFC 5280 section 6.1, RFC 9525 and what TLS
 * clients ask for. Its work is bounded, whatever was sent.
 */
export function judgeTrust({ sent, fetched = [], anchors, host, now }: Presented, verify: Verify): Trust {
  const [leaf, ...others] = sent;
  const offered = others.slice(0, MOST_SENT);
  const found = findPath(
    leaf,
    [...offered, ...fetched],
    anchors,
    verify,
    (path) => pathProblems(path, now).length === 0,
  );
  const path = found.best ?? leastBad(found.refused, now);
  const ofPath = path === null ? withoutPath(leaf, found, now) : pathProblems(path, now);
  const problems = [...ofPath, ...leafProblems(leaf, host)].sort((a, b) => rankOf(a) - rankOf(b));
  const [first] = problems;
  return {
    trusted: first === undefined,
    reason: first?.code ?? null,
    detail: first?.detail ?? null,
    reasons: problems.map(({ code }) => code),
    ...endOf(path),
    notes: notesOn({ sent: [leaf, ...offered], fetched }, path, now),
    path: (path ?? []).map(({ fingerprint }) => fingerprint),
  };
}

/** What is said where the anchors themselves cannot be had: what is wrong with what they were to be read from. */
export function cannotJudge({ from, path }: Pick<AnchorFile, 'from' | 'path'>, wrong: string): Trust {
  const { code, detail } = problem(from === 'system' ? 'system-anchors-unusable' : 'ca-file-unusable', path, wrong);
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
export function lackingIssuers({ sent, fetched = [], anchors }: Presented, verify: Verify): PathCertificate[] {
  const [leaf, ...others] = sent;
  const { best, dead } = findPath(leaf, [...others.slice(0, MOST_SENT), ...fetched], anchors, verify, () => true);
  if (best !== null) return [];
  const ends = dead
    .filter(({ why }) => why === 'no-issuer' || why === 'invalid')
    .map(({ path }) => path.at(-1) ?? leaf);
  return [...new Set(ends)];
}

function rankOf({ code }: Problem): number {
  return DISTRUSTS.indexOf(code);
}

/** The refused path with the fewest faults, of those the one that ends latest. */
function leastBad(refused: readonly Path[], now: number): Path | null {
  const counted = refused.map((path) => ({ path, faults: pathProblems(path, now).length }));
  return counted.sort((a, b) => a.faults - b.faults)[0]?.path ?? null;
}

function withoutPath(leaf: PathCertificate, { dead, exhausted }: Found, now: number): Problem[] {
  // The way that led furthest tells most.
  const furthest = [...dead].sort((a, b) => b.path.length - a.path.length)[0];
  const none = exhausted || furthest === undefined ? problem('path-too-complex') : deadEndProblem(furthest);
  return [none, ...lonelyProblems(leaf, now)];
}

function deadEndProblem({ path, why }: DeadEnd): Problem {
  const top = path.at(-1) as PathCertificate;
  switch (why) {
    case 'invalid':
      return problem('signature-invalid', top.name);
    case 'unsupported':
      return problem('signature-unsupported', top.name);
    case 'self-signed':
      return path.length === 1 ? problem('self-signed') : problem('unknown-issuer', top.name, top.name);
    case 'no-issuer': {
      const [url] = top.issuer_urls;
      const missing = path.length === 1 && url !== undefined;
      return missing
        ? problem('missing-intermediate', top.issuer_name, url)
        : problem('unknown-issuer', top.name, top.issuer_name);
    }
  }
}

function endOf(path: Path | null): Pick<Trust, 'effective_valid_to' | 'limited_by'> {
  const [leaf, ...issuers] = path ?? [];
  if (leaf === undefined) return { effective_valid_to: null, limited_by: null };
  const first = issuers.reduce((least, one) => (one.valid_to < least.valid_to ? one : least), leaf);
  return {
    effective_valid_to: isoTime(first.valid_to),
    limited_by: { subject: first.name, fingerprint_sha256: first.fingerprint },
  };
}
