/** Computes until when OpenSSL accepts a chain, and explains why it rejects one for which another path is acceptable. */

import type { PathDates, PathFields } from '../domain/index.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import type { Anchors, Path } from './build-path.ts';
import { createTrustFailure, type TrustFailure } from './messages.ts';
import { type FollowedPath, type FollowPath, isTakenForSelfSigned } from './openssl-path.ts';

/** Lists what is wrong with a path that ends at a trust anchor, at a time in milliseconds. */
type CheckPath = (path: Path, time: number) => TrustFailure[];

/** The path that counts, its end, and what is wrong with it. */
export interface EvaluatedPath {
  path: Path | null;
  failures: TrustFailure[];
  dates: PathDates;
}

/** A chain, and the function that follows the path of OpenSSL through it. */
interface FollowedChain {
  anchors: Anchors;
  /** Milliseconds. */
  now: number;
  follow: FollowPath;
  listDates: (path: Path) => PathDates;
}

/** A path that OpenSSL rejects, and what is wrong with it; nothing if it does not end at a trust anchor. */
interface RejectedPath extends FollowedPath {
  failures: TrustFailure[];
}

interface Verdict {
  /** The last path that OpenSSL accepts; null if it rejects the chain now. */
  accepted: Path | null;
  /** The last millisecond at which OpenSSL accepts the chain. */
  until: number;
  /** The path that it rejects from then on; null if it was not searched for. */
  rejected: RejectedPath | null;
}

/**
 * Evaluates a chain with an acceptable path by the path that OpenSSL follows: it is trusted until OpenSSL rejects it. `best` is the path that
 * other clients find, which ends last of those that are valid now.
 */
export function evaluateBestPath(
  best: Path,
  { anchors, now, follow, listDates }: FollowedChain,
  check: CheckPath,
): EvaluatedPath {
  const end = Math.min(...best.map(({ valid_to }) => valid_to));
  // OpenSSL does not know which roots are distrusted, so that a path that it follows later may end at one.
  const latest = anchors.distrusted.length > 0 ? end : Number.POSITIVE_INFINITY;
  const { accepted, until, rejected } = findVerdict(follow, check, now, latest);
  if (accepted === null && rejected !== null)
    return { path: best, failures: [explainRejection(rejected, best, anchors)], dates: listDates(best) };
  const path = accepted === null || until === end ? best : accepted;
  return { path, failures: [], dates: limitDates(listDates(path), path, until, rejected) };
}

/** The limit exceeds the renewals that a chain has certificates for. */
const MAX_CHANGES = 100;

/**
 * Follows the path of OpenSSL from `now` on, until it is rejected. In time, OpenSSL changes to other issuers, because it prefers valid ones.
 * Nothing is searched for after `latest`. Both are in milliseconds.
 */
function findVerdict(follow: FollowPath, check: CheckPath, now: number, latest: number): Verdict {
  let accepted: Path | null = null;
  let time = now;
  for (let changes = 0; changes < MAX_CHANGES; changes += 1) {
    const followed = follow(time);
    const failures = followed.isComplete ? check(followed.path, time) : [];
    if (!followed.isComplete || failures.length > 0)
      return { accepted, until: time - 1, rejected: { ...followed, failures } };
    accepted = followed.path;
    time = Math.min(followed.changesAt, ...accepted.map(({ valid_to }) => valid_to + 1));
    if (time > latest) return { accepted, until: latest, rejected: null };
  }
  return { accepted, until: time - 1, rejected: null };
}

/** Ends the dates of a path earlier if OpenSSL rejects the chain before it ends, because another issuer becomes valid. */
function limitDates(dates: PathDates, path: Path, until: number, rejected: RejectedPath | null): PathDates {
  const cause = rejected?.path.find(({ fingerprint }) => path.every((one) => one.fingerprint !== fingerprint));
  if (cause === undefined || path.some(({ valid_to }) => valid_to <= until)) return dates;
  return {
    ...dates,
    effective_valid_to: formatIsoTime(until - (until % 1000)),
    limited_by: { subject: cause.name, fingerprint_sha256: cause.fingerprint },
  };
}

/** Explains why OpenSSL rejects a chain. `best` is a path that other clients accept. */
function explainRejection({ path, isComplete, failures }: RejectedPath, best: Path, anchors: Anchors): TrustFailure {
  const at = path.findIndex((one, index) => one.fingerprint !== best[index]?.fingerprint);
  const [wrong, child, needed] = [path[at], path[at - 1], best[at]];
  const top = path.at(-1) as PathFields;
  const unverified = failures.find(({ code }) => code === 'signature-unverified');
  if (unverified !== undefined) return unverified;
  if (wrong === undefined || child === undefined) return createTrustFailure('self-issued', top.name);
  const why = describeFault(path, isComplete, failures);
  if (!anchors.fingerprints.has(wrong.fingerprint)) {
    const issuers = [wrong.issuer_name, needed?.issuer_name ?? null] as const;
    return createTrustFailure('wrong-order', wrong.name, ...issuers, why);
  }
  return failures.some(({ code }) => code === 'signature-invalid')
    ? createTrustFailure('authority-mismatch', child.name, wrong.name, 'anchor')
    : createTrustFailure('stale-anchor', wrong.name, why);
}

/** Continues a sentence after the certificate that OpenSSL uses. */
function describeFault(path: Path, isComplete: boolean, [first]: readonly TrustFailure[]): string {
  const top = path.at(-1) as PathFields;
  if (!isComplete)
    return isTakenForSelfSigned(top)
      ? `leads to ${top.name}, a root that is not in the trust store`
      : `leads to ${top.issuer_name}, which is not in the trust store`;
  if (first?.code === 'path-expired')
    return `expired at ${formatIsoTime(Math.min(...path.map((one) => one.valid_to)))}`;
  if (first?.code === 'not-yet-valid')
    return `is not valid before ${formatIsoTime(Math.max(...path.map((one) => one.valid_from ?? 0)))}`;
  return `is rejected (\`${first?.code}\`)`;
}
