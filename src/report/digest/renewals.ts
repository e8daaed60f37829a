/** The renewals that a digest lists: each once, when no location of the entry has the replaced certificate any more. */

import { CERTIFICATE, formatDisplayName } from '../../domain/certificate-names.ts';
import { resolveCommonName } from '../../domain/event-data.ts';
import type { Comparison } from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { DigestRenewal } from '../../generated/digest.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { Report } from '../../generated/report.ts';
import { getOwn, groupBy } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';

/** The period of the first digest. */
const FIRST_PERIOD_MS = 7 * DAY;

interface RenewedLocation {
  entry: string;
  location: string;
  fingerprint: string;
  /** The certificate before. */
  previous: string;
  since: string;
  valid_to: string;
  previous_valid_to: string;
  /** Whether the last digest did not include the renewal yet. */
  isFresh: boolean;
}

/**
 * Lists locations with a renewed certificate. A renewal is fresh if it came after the last scan that the last digest included, not after
 * the last digest: a scheduled scan uses the time at which it was due, which may be before a digest that ran earlier.
 */
function listRenewedLocations({ locations, log: current }: Comparison, log: EventLog, now: number): RenewedLocation[] {
  const last = log.scans.digest;
  const from = last === undefined ? now - FIRST_PERIOD_MS : Date.parse(last.last_scan ?? formatIsoTime(0));
  const listed = new Set(last?.renewed);
  return locations.flatMap(({ entry, location, fingerprint, previous, since }) => {
    const after = getOwn(current.certificates, fingerprint ?? '');
    const before = getOwn(current.certificates, previous ?? '');
    if (!after || !before || fingerprint === null || previous === null || since === null) return [];
    const isRenewed = Date.parse(after.valid_to) > Date.parse(before.valid_to);
    if (!isRenewed) return [];
    const isFresh = Date.parse(since) > from && !listed.has(fingerprint);
    const times = { since, valid_to: after.valid_to, previous_valid_to: before.valid_to };
    return [{ entry, location, fingerprint, previous, isFresh, ...times }];
  });
}

/** Groups complete renewals: each is listed once, when no location of the entry has the replaced certificate any more. */
export function groupRenewals(comparison: Comparison, log: EventLog, now: number): RenewedLocation[][] {
  const held = new Set(comparison.locations.map(({ entry, fingerprint }) => JSON.stringify([entry, fingerprint])));
  const locations = listRenewedLocations(comparison, log, now);
  const bySubject = groupBy(locations, ({ entry, fingerprint }) => JSON.stringify([entry, fingerprint]));
  return [...bySubject.values()].filter((group) => {
    const isComplete = group.every(({ entry, previous }) => !held.has(JSON.stringify([entry, previous])));
    return isComplete && isNews(group);
  });
}

/** Whether a renewal is news: a location that joins a renewal that was complete before does not repeat it. */
function isNews(group: readonly RenewedLocation[]): boolean {
  const fresh = group.filter(({ isFresh }) => isFresh);
  const earlier = new Set(group.flatMap(({ isFresh, previous }) => (isFresh ? [] : previous)));
  return earlier.size === 0 || fresh.some(({ previous }) => earlier.has(previous));
}

/** Lists one renewal for each new certificate of an entry, once no location has the previous one any more. */
export function listRenewals(
  comparison: Comparison,
  log: EventLog,
  { certificates, scanned_at }: Pick<Report, 'certificates' | 'scanned_at'>,
): DigestRenewal[] {
  const nouns = new Map(certificates.map(({ certificate, kind, what }) => [certificate, { kind, what }]));
  return groupRenewals(comparison, log, Date.parse(scanned_at)).flatMap((group) =>
    group.slice(0, 1).map(({ entry, fingerprint, valid_to, previous_valid_to }) => {
      const facts = comparison.findFacts(fingerprint);
      const names = group.map(({ location }) => location);
      const distinguishing_locations = comparison.countCertificates(entry) > 1 ? names : null;
      const noun = nouns.get(entry) ?? CERTIFICATE;
      return {
        certificate: entry,
        display_name: formatDisplayName({ name: entry, noun, facts, locations: names, distinguishing_locations }),
        ...noun,
        common_name: facts === null ? null : resolveCommonName(entry, facts),
        locations: names,
        renewed_at: findLast(group.map(({ since }) => since)),
        valid_to,
        previous_valid_to,
      };
    }),
  );
}

/** Finds the time at which the last location was renewed. */
function findLast(times: readonly string[]): string {
  return times.reduce((last, time) => (Date.parse(time) > Date.parse(last) ? time : last));
}
