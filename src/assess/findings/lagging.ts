/** Places that still show what others of the same entry have replaced. */

import { coversNames } from '../../domain/certificate-names.ts';
import type { CertificateFacts, Finding, LivePlace, Subject } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import { truncateList } from '../../lib/truncate.ts';
import { type AssessmentContext, type FindingCheck, NO_FINDINGS } from './check.ts';

const HOUR = 3_600_000;

/**
 * A roll-out takes its time; after `settle_hours` the places that it has not reached are named. Before that it is open: what
 * was told of an earlier one is neither repeated nor ended.
 */
export const detectLagging: FindingCheck = ({ facts }, { places, others, settings, now, findExpiry: endOf }) => {
  if (others.length === 0) return NO_FINDINGS;
  const newer = others.filter(({ subject, places: its }) => isSuccessor(subject, its, facts, places, endOf));
  const since = newer.flatMap(({ places: its }) => its.flatMap((place) => place.since ?? [])).map(Date.parse);
  if (newer.length === 0 || since.length === 0) return NO_FINDINGS;
  const first = since.reduce((a, b) => Math.min(a, b));
  if (now - first < settings.settle_hours * HOUR) {
    return { findings: [], undecided: [{ event: 'certificate.lagging', about: null }] };
  }
  const behind = places.map(({ place }) => place);
  const ahead = newer.reduce((sum, { places: its }) => sum + its.length, 0);
  const finding: Finding = {
    event: 'certificate.lagging',
    about: '',
    severity: 'warning',
    code: 'places-disagree',
    detail:
      `${truncateList(behind, MAX_LISTED)} still ${behind.length === 1 ? 'shows' : 'show'} the certificate that ends at ${facts.valid_to}, which ` +
      `${ahead === 1 ? 'another place has' : `${ahead} other places have`} replaced. Roll the new one out there too, or reload the server.`,
    places: behind,
  };
  return { findings: [finding], undecided: [] };
};

/** A certificate of an entry, and the places that hold it. */
type HeldCertificate = AssessmentContext['others'][number];

/**
 * Finds, among the certificates of an entry, those that may have taken the place of one: they came where it was before,
 * or are at an address of one of its servers. Thousands of files are one entry, and to ask each of all would take minutes.
 */
export function indexSuccessors(holding: readonly HeldCertificate[]): (one: HeldCertificate) => HeldCertificate[] {
  if (holding.length < 2) return () => [];
  const all = holding.flatMap((one) => one.places.map((at) => ({ one, at })));
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
    const came = byPrevious.get(one.subject.fingerprint) ?? [];
    const beside = one.places.flatMap(({ place }) => byServer.get(getServer(place)) ?? []);
    const found = new Set([...came, ...beside].map((other) => other.one));
    found.delete(one);
    return [...found];
  };
}

/**
 * Whether one took the place of the other where both are there still: it ends later, has all its names and the kind of its
 * key, and stands where the other was before, or at another address of the same server.
 */
function isSuccessor(
  { certificate: { facts } }: Subject,
  its: readonly LivePlace[],
  old: CertificateFacts,
  places: readonly LivePlace[],
  endOf: AssessmentContext['findExpiry'],
): boolean {
  if (Date.parse(facts.valid_to) <= Date.parse(old.valid_to) || facts.key_algorithm !== old.key_algorithm) return false;
  if (!coversNames(facts, old)) return false;
  const servers = new Set(places.map(({ place }) => getServer(place)));
  const isBeside = ({ place }: LivePlace) => place.includes('@') && servers.has(getServer(place));
  return its.some((at) => {
    return at.previous === old.fingerprint_sha256 || (isBeside(at) && !isRenewedSeparately(at, old, endOf));
  });
}

/**
 * Whether an address renews a certificate of its own, as where each node of a cluster has its own ACME client: what it had
 * before was to be renewed sooner than the old one of the other address, and so it was never ahead of that.
 */
function isRenewedSeparately(
  { previous }: LivePlace,
  old: CertificateFacts,
  endOf: AssessmentContext['findExpiry'],
): boolean {
  const end = previous === null ? null : endOf(previous);
  return end !== null && Date.parse(end) < Date.parse(old.valid_to);
}

/** `host:port` of one of its addresses: `host:port@address`. */
function getServer(place: string): string {
  return place.split('@', 1)[0] as string;
}

const MAX_LISTED = 5;
