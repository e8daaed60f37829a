/** Builds the part of a report about certificate transparency: unknown certificates, and unwatched names. */

import {
  type Comparison,
  type ExpectedIssuance,
  findDomain,
  getIssuanceDomain,
  isDomainLocation,
  type LiveLocation,
  type PendingRenewal,
  type RecordedIssuance,
  type TransparencyState,
  type UnknownIssuance,
} from '../../domain/index.ts';
import type { ReportCertificate, ReportTransparency, ReportUnwatched } from '../../generated/report.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';

/** The maximum of listed issuances for one domain, which may have any number. */
const MAX_LISTED = 1000;

/** Builds one item for each domain that the scan covers, in the order of the locations. */
export function buildTransparency(
  { locations, log }: Pick<Comparison, 'locations' | 'log'>,
  { unknown, expected }: TransparencyState,
  now: number,
): ReportTransparency[] {
  const domains = locations.filter(isDomainLocation);
  const toKey = ({ entry, domain }: { entry: string; domain: string }) => JSON.stringify([entry, domain]);
  const byDomain = groupBy(unknown, toKey);
  const expectedByDomain = groupBy(expected, toKey);
  const counts = countIssuances(log, now);
  return domains.map((live) => {
    const domain = live.location.replace(/^ct:/, '');
    const key = toKey({ entry: live.entry, domain });
    const found = { unknown: byDomain.get(key) ?? [], expected: expectedByDomain.get(key) ?? [] };
    return buildDomain(live, domain, found, counts.get(key) ?? NONE, log);
  });
}

const NONE = { all: 0, known: 0 };

function countIssuances({ issuances = {} }: Comparison['log'], now: number): Map<string, typeof NONE> {
  const counts = new Map<string, typeof NONE>();
  for (const [entry, found] of Object.entries(issuances)) {
    for (const [key, { valid_to, known }] of Object.entries(found)) {
      if (parseIsoTime(valid_to) < now) continue;
      const id = JSON.stringify([entry, getIssuanceDomain(key)]);
      const count = counts.get(id) ?? NONE;
      counts.set(id, { all: count.all + 1, known: count.known + (known ? 1 : 0) });
    }
  }
  return counts;
}

function buildDomain(
  { entry, failure }: LiveLocation,
  domain: string,
  { unknown, expected }: { unknown: readonly UnknownIssuance[]; expected: readonly ExpectedIssuance[] },
  { all, known }: typeof NONE,
  log: Comparison['log'],
): ReportTransparency {
  const logged = findDomain(log, entry, domain);
  const latest = unknown.toSorted(compareAge);
  return {
    certificate: entry,
    domain,
    answered_at: logged?.answered_at ?? null,
    baseline_complete: logged?.baseline_complete ?? false,
    error: failure,
    issuances: all,
    known,
    unknown: latest
      .slice(0, MAX_LISTED)
      .map(({ issuance, reason, severity }) => ({ ...toFields(issuance), reason, severity })),
    expected: expected
      .toSorted(compareAge)
      .slice(0, MAX_LISTED)
      .map(({ issuance, reason }) => ({ ...toFields(issuance), reason })),
    unwatched: listUnwatched(latest).slice(0, MAX_LISTED),
  };
}

/** Sorts the latest certificate first. */
function compareAge(a: { issuance: RecordedIssuance }, b: { issuance: RecordedIssuance }): number {
  return parseIsoTime(b.issuance.valid_from) - parseIsoTime(a.issuance.valid_from);
}

function toFields(issuance: RecordedIssuance) {
  const { names, issuer, serial_number = null, valid_from, valid_to, first_seen_at = null } = issuance;
  return { names, issuer, serial_number, valid_from, valid_to, first_seen_at };
}

/** Lists unwatched names. `latest`: the latest certificate first. */
function listUnwatched(latest: readonly UnknownIssuance[]): ReportUnwatched[] {
  const found = new Map<string, ReportUnwatched>();
  for (const { unwatched, issuance } of latest) {
    const { issuer, valid_to } = issuance;
    for (const name of unwatched)
      if (!found.has(name)) found.set(name, { name, issuer, valid_to, entry: proposeEntry(name) });
  }
  return [...found.values()].sort((a, b) => compareText(a.name, b.name));
}

function proposeEntry(name: string): ReportUnwatched['entry'] {
  return name.startsWith('*.') ? null : { name, endpoint: name };
}

const MAX_RENEWALS = 50;

/** Builds the renewals of a certificate that are not deployed. */
export function buildPending(pending: readonly PendingRenewal[]): Pick<ReportCertificate, 'renewed_not_deployed'> {
  if (pending.length === 0) return {};
  const found = pending.map(({ issuance }) => {
    const { issuer, serial_number = null, valid_from, valid_to, first_seen_at = null } = issuance;
    return { issuer, serial_number, valid_from, valid_to, first_seen_at };
  });
  const latest = found.sort((a, b) => parseIsoTime(b.valid_from) - parseIsoTime(a.valid_from));
  return { renewed_not_deployed: latest.slice(0, MAX_RENEWALS) };
}
