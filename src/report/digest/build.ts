/** Builds a digest, the status of all certificates, from the report of a scan and the event log. */

import { formatFinding } from '../../domain/event-definitions.ts';
import { type Comparison, FINDING_NAMES, STATUS_ALERTS, STATUS_LABELS, type Status } from '../../domain/index.ts';
import { listStatuses, rankStatus } from '../../domain/severity.ts';
import { formatCtLocation } from '../../domain/sources/ct.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { Digest, DigestCertificate, DigestWeek } from '../../generated/digest.ts';
import type { EventLog, LoggedLocation } from '../../generated/event-log.ts';
import type { Report, ReportCertificate, ReportEvent } from '../../generated/report.ts';
import { compareText, getOwn, groupBy } from '../../lib/collections.ts';
import { formatDay, formatIsoTime } from '../../lib/iso-time.ts';
import { formatCount, formatNumber, formatStatusCounts, formatSubjectCount } from '../format/labels.ts';

import {
  describeChainLimit,
  describeFixtureGroup,
  describeUnchecked,
  type FindingRow,
  sortFixtures,
} from '../scan/select.ts';
import { listDisabled } from '../scan/unmonitored.ts';
import { groupRenewals, listRenewals } from './renewals.ts';

export interface DigestInput {
  /** The report of a scan without notifications; its events show the silenced certificates. */
  report: Report;
  comparison: Comparison;
  /** The event log before the comparison. */
  log: EventLog;
}

const MAX_DAYS_AHEAD = 90;

/** Builds a digest without its deliveries. It depends only on its input. */
export function buildDigest({ report, comparison, log }: DigestInput): Digest {
  const silences = findSilences(report.events);
  const unreachable = groupUnreachable(report.events);
  const listed = mergeFixtures(report.certificates);
  const all = listed.map((one) =>
    buildCertificate(one, silences.get(buildKey(one)), unreachable.get(buildKey(one)) ?? []),
  );
  const silenced = all.filter(({ silence }) => silence !== undefined);
  const active = all.filter(({ silence }) => silence === undefined);
  // The lists are by the worst of status and findings, because a person reads from the top.
  const select = (status: Status) => active.filter((one) => one.worst_status === status);
  const findings = active.filter(({ status, worst_status }) => status === 'ok' && worst_status !== 'ok');
  const lists = {
    expired: select('expired'),
    critical: select('critical'),
    unknown: select('unknown'),
    not_yet_valid: select('not_yet_valid'),
    warning: select('warning'),
  };
  const upcoming = groupByWeek(active.filter(({ kind }) => kind !== 'fixture'));
  const renewed = listRenewals(comparison, log, report);
  const { certificates, expired, critical, unknown, not_yet_valid, warning, ok } = report.summary;
  const merged = report.certificates.length - listed.length;
  const discovered = countDiscovered(report);
  const summary: Digest['summary'] = {
    ...{
      certificates: certificates - merged,
      expired,
      critical,
      unknown,
      not_yet_valid,
      warning: warning - merged,
      ok,
    },
    findings: findings.length,
    silenced: silenced.length,
    renewed: renewed.length,
    upcoming: upcoming.reduce((sum, week) => sum + week.certificates.length, 0),
  };
  return {
    version: 1,
    scan_id: report.scan_id,
    scanned_at: report.scanned_at,
    since: log.scans.digest?.scanned_at ?? null,
    dry_run: report.dry_run,
    is_due: discovered > 0 || active.some(({ worst_status }) => worst_status !== 'ok'),
    headline: `${formatHeadline(summary, all)}${formatDiscovered(discovered)}`,
    coverage: { text: report.coverage.text, complete: report.coverage.complete },
    summary,
    ...lists,
    findings: findings.toSorted((a, b) => rankStatus(b.worst_status) - rankStatus(a.worst_status)),
    silenced,
    renewed,
    upcoming,
    disabled: listDisabled([...comparison.entries.values()]),
    disappeared: listDisappeared(comparison, log),
    unchecked: active.flatMap(({ display_name, unchecked }) => unchecked.map((detail) => ({ display_name, detail }))),
    deliveries: [],
  };
}

/** Lists the entries that a scan after the last one before the previous digest found removed from the manifest, sorted. */
function listDisappeared({ entries }: Comparison, { locations, scans }: EventLog): string[] {
  const last = scans.digest?.last_scan;
  const from = last === undefined || last === null ? 0 : Date.parse(last);
  const isFresh = ({ removed, since }: LoggedLocation) => removed && since !== null && Date.parse(since) > from;
  const names = Object.entries(locations).flatMap(([name, byLocation]) => {
    const all = Object.values(byLocation);
    return !entries.has(name) && all.every(({ removed }) => removed) && all.some(isFresh) ? name : [];
  });
  return names.sort(compareText);
}

/** Builds the record of a digest in the event log: the position where the next one continues, and the listed renewals. */
export function buildDigestRecord({ scan_id, scanned_at }: Digest, { comparison, log }: DigestInput) {
  const listed = groupRenewals(comparison, log, Date.parse(scanned_at))
    .flat()
    .filter(
      ({ entry, location, fingerprint }) => getOwn(getOwn(log.locations, entry), location)?.fingerprint !== fingerprint,
    );
  return {
    id: scan_id,
    scanned_at,
    last_scan: log.scans.last?.scanned_at ?? null,
    renewed: [...new Set(listed.map(({ fingerprint }) => fingerprint))].sort(compareText),
  };
}

/** Formats `1 expired, 2 critical of 9 certificates (1 silenced)`, by the worst of status and findings. */
function formatHeadline({ certificates, silenced }: Digest['summary'], all: readonly DigestCertificate[]): string {
  if (certificates === 0) return 'no certificates';
  const statuses = all.flatMap(({ worst_status: worst }) => (worst === 'ok' ? [] : STATUS_LABELS[worst]));
  const problems = formatStatusCounts(statuses);
  const total = formatSubjectCount(all) + (silenced === 0 ? '' : ` (${formatNumber(silenced)} silenced)`);
  return problems === '' ? `nothing to do for ${total}` : `${problems} of ${total}`;
}

const DISCOVERED = 'certificate.discovered';

/** Counts the certificates in transparency logs that are alerts, without those of domains whose alerts are all silenced. */
function countDiscovered({ transparency = [], events }: Report): number {
  const open = transparency.filter(({ certificate, domain }) => {
    const location = formatCtLocation(domain);
    const own = events.filter(
      ({ event, data }) =>
        event === DISCOVERED &&
        data.certificate === certificate &&
        data.assigned_objects.some(({ name }) => name === location),
    );
    return own.length === 0 || own.some(({ silence }) => silence === undefined);
  });
  return open.flatMap(({ unknown }) => unknown).filter(({ severity }) => severity !== null).length;
}

function formatDiscovered(number: number): string {
  if (number === 0) return '';
  return `; ${formatCount(number, 'unknown certificate')} in transparency logs`;
}

// ---------------------------------------------------------------------------------------------- certificates

type DigestSilence = NonNullable<DigestCertificate['silence']>;

/** Builds the key of a certificate; one that was never read has only its location. */
function buildKey({
  certificate,
  certificate_id,
  assigned_objects,
}: Pick<ReportCertificate, 'certificate' | 'certificate_id' | 'assigned_objects'>): string {
  return JSON.stringify([certificate, certificate_id ?? assigned_objects[0]?.name]);
}

const UNREACHABLE = 'certificate.unreachable';

/** The events that determine the status of a certificate. */
const STATUS_EVENTS = new Set<string>([...STATUS_ALERTS, ...FINDING_NAMES]);

/**
 * Finds the silences of certificates. A certificate is silenced if every event that determines its status is; one that was never read, if
 * `unreachable` is.
 */
function findSilences(events: readonly ReportEvent[]): Map<string, DigestSilence> {
  const relevant = events.filter(({ event, data }) =>
    data.certificate_id === null
      ? event === UNREACHABLE
      : STATUS_EVENTS.has(event) && !(data.finding !== null && data.status === 'ok'),
  );
  return new Map(
    [...groupBy(relevant, ({ data }) => buildKey(data))].flatMap(([key, group]) => {
      const silences = group.flatMap(({ silence }) => silence ?? []);
      const [first] = silences;
      return first !== undefined && silences.length === group.length ? [[key, first] as const] : [];
    }),
  );
}

/** Merges all expiring test certificates of an entry into one, as in its alert. */
function mergeFixtures(certificates: readonly ReportCertificate[]): ReportCertificate[] {
  const isExpiring = ({ kind, findings }: ReportCertificate) => kind === 'fixture' && findings.length > 0;
  const groups = groupBy(certificates.filter(isExpiring), ({ certificate }) => certificate);
  return [...certificates.filter((one) => !isExpiring(one)), ...[...groups.values()].map(mergeGroup)];
}

/** Merges a group into its certificate that expires first. */
function mergeGroup(group: readonly ReportCertificate[]): ReportCertificate {
  const sorted = sortFixtures(group);
  const [first] = sorted as [ReportCertificate, ...ReportCertificate[]];
  const detail = describeFixtureGroup(sorted);
  return {
    ...first,
    display_name: first.certificate,
    locations: sorted.flatMap(({ locations }) => locations),
    findings: first.findings.map((finding) => ({ ...finding, ...detail })),
  };
}

/** Groups the events of certificates that were read before and have locations that this scan and the one before could not read. */
function groupUnreachable(events: readonly ReportEvent[]): Map<string, ReportEvent[]> {
  const unreachable = events.filter(({ event, data }) => event === UNREACHABLE && data.certificate_id !== null);
  return groupBy(unreachable, ({ data }) => buildKey(data));
}

function findWorst(statuses: readonly Status[]): Status {
  return statuses.reduce((worst, one) => (rankStatus(one) > rankStatus(worst) ? one : worst), 'ok');
}

/**
 * Builds a certificate that needs attention. This includes one that is ok with findings, such as a policy violation, or with an unreachable
 * location.
 */
function buildCertificate(
  one: ReportCertificate,
  silence: DigestSilence | undefined,
  unreachable: readonly ReportEvent[],
): DigestCertificate {
  const { status } = one;
  const worst = findWorst(listStatuses(status, one.findings));
  const rows = [...listFindings(one), ...unreachable.map(describeUnreachable)];
  const isActive = unreachable.some((event) => event.silence === undefined);
  const applied = isActive ? undefined : (silence ?? (worst === 'ok' ? unreachable[0]?.silence : undefined));
  return {
    certificate: one.certificate,
    display_name: one.display_name,
    kind: one.kind,
    what: one.what,
    certificate_id: one.certificate_id,
    common_name: one.common_name,
    issuer: one.issuer,
    valid_to: one.effective_valid_to,
    days_remaining: one.days_remaining,
    days_since_expiry: one.days_since_expiry,
    status,
    worst_status: unreachable.length > 0 ? findWorst([worst, 'warning']) : worst,
    locations: one.locations.map(({ location }) => location),
    owner: one.owner,
    labels: one.labels,
    renewal_instructions: one.renewal_instructions,
    error: one.error,
    last_seen: one.last_seen,
    problems: rows.map(({ what }) => what),
    details: rows.map(({ detail }) => detail),
    unchecked: describeUnchecked(one).map(({ what, detail }) => `${what}. ${detail}`.trimEnd()),
    ...(applied && { silence: applied }),
  };
}

type Found = Pick<FindingRow, 'what' | 'detail'>;

function listFindings(one: ReportCertificate): Found[] {
  const findings = one.findings.map((finding) => ({ what: formatFinding(finding), detail: finding.detail }));
  return [...describeStart(one), ...findings, ...describeChainLimit(one)];
}

function describeStart({ status, valid_from }: ReportCertificate): Found[] {
  if (status !== 'not_yet_valid' || valid_from === null) return [];
  const detail = `Its validity starts at ${valid_from}. Clients reject it until then: use the previous certificate, or check the clock of the CA.`;
  return [{ what: `is not valid before ${formatDay(valid_from)}`, detail }];
}

function describeUnreachable({ data }: ReportEvent): Found {
  return { what: `cannot be read at ${data.location}`, detail: data.error?.detail ?? '' };
}

// ---------------------------------------------------------------------------------------------- upcoming expiries

function groupByWeek(certificates: readonly DigestCertificate[]): DigestWeek[] {
  const expiring = certificates
    .filter(({ days_remaining: days }) => days !== null && days >= 0 && days <= MAX_DAYS_AHEAD)
    .toSorted((a, b) => compareText(a.valid_to ?? '', b.valid_to ?? '') || compareText(a.certificate, b.certificate));
  const byMonday = groupBy(expiring, ({ valid_to }) => startOfWeek(Date.parse(valid_to ?? '')));
  return Array.from(byMonday, ([monday, group]) => ({
    week: formatIsoWeek(monday),
    from: formatDay(formatIsoTime(monday)),
    to: formatDay(formatIsoTime(monday + 6 * DAY)),
    certificates: group,
  }));
}

/** Returns 00:00 UTC of the Monday of that week. The epoch began on a Thursday. */
function startOfWeek(time: number): number {
  const day = Math.floor(time / DAY);
  return (day - ((((day + 3) % 7) + 7) % 7)) * DAY;
}

/** Formats a week of ISO 8601, which belongs to the year of its Thursday; week 1 is the first with a Thursday in that year. */
function formatIsoWeek(monday: number): string {
  const thursday = monday + 3 * DAY;
  const year = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
