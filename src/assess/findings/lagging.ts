/** Detects places that still have a certificate that other places of the entry have replaced. */

import { coversNames } from '../../domain/certificate-names.ts';
import type { CertificateFacts, Finding, LivePlace, Subject } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import { truncateList } from '../../lib/truncate.ts';
import { type AssessmentContext, type FindingCheck, NO_FINDINGS } from './check.ts';

const HOUR = 3_600_000;

/** A deployment takes time: within `settle_hours` the finding is undecided, so an earlier alert neither repeats nor resolves. */
export const detectLagging: FindingCheck = ({ facts }, { places, others, settings, now, findExpiry }) => {
  if (others.length === 0) return NO_FINDINGS;
  const newer = others.filter(({ subject, places: newPlaces }) =>
    isSuccessor(subject, newPlaces, facts, places, findExpiry),
  );
  const since = newer
    .flatMap(({ places: newPlaces }) => newPlaces.flatMap((place) => place.since ?? []))
    .map(Date.parse);
  if (newer.length === 0 || since.length === 0) return NO_FINDINGS;
  const first = since.reduce((a, b) => Math.min(a, b));
  if (now - first < settings.settle_hours * HOUR) {
    return { findings: [], undecided: [{ event: 'certificate.lagging', about: null }] };
  }
  const behind = places.map(({ place }) => place);
  const ahead = newer.reduce((sum, { places: newPlaces }) => sum + newPlaces.length, 0);
  const finding: Finding = {
    event: 'certificate.lagging',
    about: '',
    severity: 'warning',
    code: 'places-disagree',
    detail:
      `${truncateList(behind, MAX_LISTED)} still ${behind.length === 1 ? 'has' : 'have'} the certificate that expires at ${facts.valid_to}, which ` +
      `${ahead === 1 ? 'another place has' : `${ahead} other places have`} replaced. Deploy the new certificate there too, or reload the server.`,
    places: behind,
  };
  return { findings: [finding], undecided: [] };
};

/** A certificate of an entry, and its places. */
type HeldCertificate = AssessmentContext['others'][number];

/**
 * Indexes the certificates of an entry to find possible successors: those at a place where the other was before, or at another
 * address of the same server. An entry may have thousands of files, and comparing all pairs would take minutes.
 */
export function indexSuccessors(held: readonly HeldCertificate[]): (one: HeldCertificate) => HeldCertificate[] {
  if (held.length < 2) return () => [];
  const all = held.flatMap((one) => one.places.map((at) => ({ one, at })));
  const byPrevious = groupBy(
    all.filter(({ at }) => at.previous !== null),
    ({ at }) => at.previous,
  );
  const byServer = groupBy(
    all.filter(({ at }) => at.place.includes('@')),
    ({ at }) => getServer(at.place),
  );
  if (byPrevious.size + byServer.size === 0) return () => [];
  return (one) => {
    const moved = byPrevious.get(one.subject.fingerprint) ?? [];
    const beside = one.places.flatMap(({ place }) => byServer.get(getServer(place)) ?? []);
    const found = new Set([...moved, ...beside].map((other) => other.one));
    found.delete(one);
    return [...found];
  };
}

/**
 * Whether a certificate succeeds an older one that is still in use: it expires later, covers its names, has the same key
 * algorithm, and is at a place where the other was before, or at another address of the same server.
 */
function isSuccessor(
  { certificate: { facts } }: Subject,
  newPlaces: readonly LivePlace[],
  old: CertificateFacts,
  places: readonly LivePlace[],
  findExpiry: AssessmentContext['findExpiry'],
): boolean {
  if (Date.parse(facts.valid_to) <= Date.parse(old.valid_to) || facts.key_algorithm !== old.key_algorithm) return false;
  if (!coversNames(facts, old)) return false;
  const servers = new Set(places.map(({ place }) => getServer(place)));
  const isBeside = ({ place }: LivePlace) => place.includes('@') && servers.has(getServer(place));
  return newPlaces.some((at) => {
    return at.previous === old.fingerprint_sha256 || (isBeside(at) && !isRenewedSeparately(at, old, findExpiry));
  });
}

/**
 * Whether an address renews a certificate of its own, as if each node of a cluster has its own ACME client: what it had before
 * expired sooner than the old certificate of the other address, so it was never ahead of it.
 */
function isRenewedSeparately(
  { previous }: LivePlace,
  old: CertificateFacts,
  findExpiry: AssessmentContext['findExpiry'],
): boolean {
  const end = previous === null ? null : findExpiry(previous);
  return end !== null && Date.parse(end) < Date.parse(old.valid_to);
}

/** `host:port` of one of its addresses: `host:port@address`. */
function getServer(place: string): string {
  return place.split('@', 1)[0] as string;
}

const MAX_LISTED = 5;
