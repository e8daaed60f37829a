/** Detects locations that still have a certificate that other locations of the entry have replaced. */

import { coversNames } from '../../domain/certificate-names.ts';
import type { CertificateFacts, Finding, IsoTime, LiveLocation, Subject } from '../../domain/index.ts';
import { computeValidityPeriod } from '../../domain/thresholds.ts';
import { groupBy } from '../../lib/collections.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { type AssessmentContext, type FindingCheck, type FindingResult, NO_FINDINGS } from './finding-check.ts';
import { computeExpectedRenewal } from './renewal-window.ts';

const HOUR = 3_600_000;

const UNDECIDED: FindingResult = { findings: [], undecided: [{ event: 'certificate.lagging', qualifier: null }] };

/**
 * A deployment takes time: within `settle_hours` the finding is undecided, so an earlier alert neither repeats nor resolves. The
 * same applies while no location can be read: a node that is down is unreachable, and may come back with the new certificate.
 */
export const detectLagging: FindingCheck = ({ facts }, { locations, others, settings, now, findFacts }) => {
  const newer = others.filter(({ subject, locations: newLocations }) =>
    isSuccessor(subject, newLocations, facts, locations, findFacts),
  );
  const since = newer
    .flatMap(({ locations: newLocations }) => newLocations.flatMap((location) => location.since ?? []))
    .map(Date.parse);
  if (since.length === 0) return NO_FINDINGS;
  const first = since.reduce((a, b) => Math.min(a, b));
  const behind = locations.flatMap(({ location, evidence }) => (evidence === null ? [] : location));
  if (now - first < settings.settle_hours * HOUR || behind.length === 0) return UNDECIDED;
  const ahead = newer.reduce((sum, { locations: newLocations }) => sum + newLocations.length, 0);
  const finding: Finding = {
    event: 'certificate.lagging',
    qualifier: '',
    severity: 'warning',
    code: 'locations-disagree',
    detail:
      `${truncateList(behind, MAX_LISTED)} still ${behind.length === 1 ? 'has' : 'have'} the certificate that expires at ${facts.valid_to}, which ` +
      `${ahead === 1 ? 'another location has' : `${ahead} other locations have`} replaced. Deploy the new certificate there too, or reload the server.`,
    locations: behind,
  };
  return { findings: [finding], undecided: [] };
};

/** A certificate of an entry, and its locations. */
type HeldCertificate = AssessmentContext['others'][number];

/**
 * Indexes the certificates of an entry to find possible successors: those at a location where the other was before, or at another
 * address of the same server. An entry may have thousands of files, and comparing all pairs would take minutes.
 */
export function indexSuccessors(held: readonly HeldCertificate[]): (one: HeldCertificate) => HeldCertificate[] {
  const all = held.flatMap((one) => one.locations.map((at) => ({ one, at })));
  const byPrevious = groupBy(
    all.filter(({ at }) => at.previous !== null),
    ({ at }) => at.previous,
  );
  const byServer = groupBy(
    all.filter(({ at }) => at.location.includes('@')),
    ({ at }) => getServer(at.location),
  );
  return (one) => {
    const moved = byPrevious.get(one.subject.fingerprint) ?? [];
    const beside = one.locations.flatMap(({ location }) => byServer.get(getServer(location)) ?? []);
    const found = new Set([...moved, ...beside].map((other) => other.one));
    found.delete(one);
    return [...found];
  };
}

/**
 * Whether a certificate succeeds an older one that is still in use: it expires later, covers its names, has the same key algorithm, and is
 * at a location where the other was before. At another address of the same server it must also have been issued as its renewal, and the
 * address must not have a separate certificate.
 */
function isSuccessor(
  { certificate: { facts } }: Subject,
  newLocations: readonly LiveLocation[],
  old: CertificateFacts,
  locations: readonly LiveLocation[],
  findFacts: AssessmentContext['findFacts'],
): boolean {
  if (Date.parse(facts.valid_to) <= Date.parse(old.valid_to) || facts.key_algorithm !== old.key_algorithm) return false;
  if (!coversNames(facts, old)) return false;
  const servers = new Set(locations.map(({ location }) => getServer(location)));
  const isBeside = ({ location }: LiveLocation) => location.includes('@') && servers.has(getServer(location));
  if (newLocations.some(({ previous }) => previous === old.fingerprint_sha256)) return true;
  if (!isRenewal(facts, old)) return false;
  return newLocations.some((at) => isBeside(at) && !hasOwnCertificate(at, locations, old, findFacts));
}

/** ACME clients renew within a few percent of the lifetime around the expected time. */
const RENEWAL_TOLERANCE = 0.05;

/**
 * Whether a certificate was issued when the old one was due for renewal. Nodes with an ACME client each have certificates of overlapping
 * lifetimes, which do not renew each other.
 */
export function isRenewal({ valid_from }: Pick<CertificateFacts, 'valid_from'>, old: CertificateFacts): boolean {
  const { from, to } = computeValidityPeriod(old, old.valid_to);
  if (from === null || valid_from === null) return true;
  return Date.parse(valid_from) >= computeExpectedRenewal({ from, to }) - RENEWAL_TOLERANCE * (to - from);
}

/**
 * Whether an address has a separate certificate, because each node of a cluster has its own ACME client. Either it joined later than the
 * others, with a certificate that replaced nothing there. Or its earlier certificate was not a renewal of the old one either: it expired
 * sooner, or was issued at another time.
 */
function hasOwnCertificate(
  { previous, since }: LiveLocation,
  locations: readonly LiveLocation[],
  old: CertificateFacts,
  findFacts: AssessmentContext['findFacts'],
): boolean {
  if (previous === null)
    return locations.some((at) => at.since !== null && since !== null && isBefore(at.since, since));
  const before = findFacts(previous);
  return before !== null && (isBefore(before.valid_to, old.valid_to) || !isRenewal(before, old));
}

function isBefore(a: IsoTime, b: IsoTime): boolean {
  return Date.parse(a) < Date.parse(b);
}

/** Extracts the server `host:port` from one of its addresses, `host:port@address`. */
function getServer(location: string): string {
  return location.split('@', 1)[0] as string;
}

const MAX_LISTED = 5;
