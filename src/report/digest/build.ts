/** How all certificates stand, from a scan's report and the log: what the digest tells. Depends on its input alone. */

import { resolveCommonName } from '../../domain/event-data.ts';
import { formatFinding } from '../../domain/event-definitions.ts';
import { FINDING_NAMES, type Observation, type Status } from '../../domain/index.ts';
import { rankStatus, STATUS_BY_SEVERITY } from '../../domain/severity.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { Digest, DigestCertificate, DigestRenewal, DigestWeek } from '../../generated/digest.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { Report, ReportCertificate, ReportEvent } from '../../generated/report.ts';
import { compareText, getOwn, groupBy } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { formatCount, formatStatusCounts } from '../format/labels.ts';

export interface DigestInput {
  /** Of a scan that sent nothing; its events say what is silenced. */
  report: Report;
  observation: Observation;
  /** As it was before the observation. */
  log: EventLog;
}

const DAYS_AHEAD = 90;
/** How far the first digest looks back. */
const FIRST_LOOK = 7 * DAY;

/** Without its deliveries. */
export function buildDigest({ report, observation, log }: DigestInput): Digest {
  const silences = findSilences(report.events);
  const lost = lostPlaces(report.events);
  const all = report.certificates.map((one) =>
    digestCertificate(one, { silence: silences.get(buildKey(one)), lost: lost.get(buildKey(one)) ?? [] }),
  );
  const silenced = all.filter(({ silence }) => silence !== undefined);
  const told = all.filter(({ silence }) => silence === undefined);
  const having = (status: Status) => told.filter((one) => one.status === status);
  const lists = {
    expired: having('expired'),
    critical: having('critical'),
    unknown: having('unknown'),
    not_yet_valid: having('not_yet_valid'),
    warning: having('warning'),
  };
  const upcoming = upcomingWeeks(told);
  const renewed = renewals(observation, log, Date.parse(report.scanned_at));
  const counts = {
    ...Object.fromEntries(Object.entries(lists).map(([status, list]) => [status, list.length])),
    ok: having('ok').length,
  } as Record<Status, number>;
  return {
    version: 1,
    scan_id: report.scan_id,
    scanned_at: report.scanned_at,
    since: log.scans.digest?.scanned_at ?? null,
    dry_run: report.dry_run,
    is_due: told.some(({ status }) => status !== 'ok'),
    headline: formatHeadline(all.length, silenced.length, counts),
    summary: {
      certificates: all.length,
      ...counts,
      silenced: silenced.length,
      renewed: renewed.length,
      upcoming: upcoming.reduce((sum, { certificates }) => sum + certificates.length, 0),
    },
    ...lists,
    silenced,
    renewed,
    upcoming,
    deliveries: [],
  };
}

/** What the log keeps of a digest: from where the next one tells of renewals, and which of them this one has told. */
export function buildDigestRecord({ scan_id, scanned_at }: Digest, { observation, log }: DigestInput) {
  const ahead = renewedPlaces(observation, log, Date.parse(scanned_at)).filter(
    ({ entry, place, fingerprint }) => getOwn(getOwn(log.places, entry), place)?.fingerprint !== fingerprint,
  );
  return {
    id: scan_id,
    scanned_at,
    last_scan: log.scans.last?.scanned_at ?? null,
    renewed: [...new Set(ahead.map(({ fingerprint }) => fingerprint))].sort(compareText),
  };
}

function formatHeadline(all: number, silenced: number, counts: Record<Status, number>): string {
  if (all === 0) return 'no certificate';
  const ill = formatStatusCounts({ ...counts, ok: 0 });
  const apart = silenced === 0 ? '' : `, ${formatCount(silenced, 'silenced', 'silenced')}`;
  if (ill === '') return `nothing to do for ${formatCount(all, 'certificate')}${apart}`;
  return `${ill}${apart} of ${formatCount(all, 'certificate')}`;
}

// ---------------------------------------------------------------------------------------------- certificates

type DigestSilence = NonNullable<DigestCertificate['silence']>;

/** One that could never be read has but its place. */
function buildKey({ certificate, certificate_id, assigned_objects }: Described): string {
  return JSON.stringify([certificate, certificate_id ?? assigned_objects[0]?.name]);
}

type Described = Pick<ReportCertificate, 'certificate' | 'certificate_id' | 'assigned_objects'>;

const UNREACHABLE = 'certificate.unreachable';

const OF_A_CERTIFICATE = new Set<string>(['certificate.expiry_warning', 'certificate.expired', ...FINDING_NAMES]);

/** A certificate is silenced where all is that makes its status; what cannot be read, where that is. */
function findSilences(events: readonly ReportEvent[]): Map<string, DigestSilence> {
  const concerning = events.filter(({ event, data }) =>
    data.certificate_id === null
      ? event === UNREACHABLE
      : OF_A_CERTIFICATE.has(event) && !(data.finding !== null && data.status === 'ok'),
  );
  return new Map(
    [...groupBy(concerning, ({ data }) => buildKey(data))].flatMap(([key, own]) => {
      const silences = own.flatMap(({ silence }) => silence ?? []);
      const [first] = silences;
      return first !== undefined && silences.length === own.length ? [[key, first] as const] : [];
    }),
  );
}

/** That places of a certificate which was seen before cannot be read, now and in the scan before. */
function lostPlaces(events: readonly ReportEvent[]): Map<string, ReportEvent[]> {
  const lost = events.filter(({ event, data }) => event === UNREACHABLE && data.certificate_id !== null);
  return groupBy(lost, ({ data }) => buildKey(data));
}

/** As bad as its end, or as the worst that is found of it: a policy that it violates is something to do, too. */
function computeStatus({ status, findings }: ReportCertificate): Status {
  return findWorst([status, ...findings.map((finding) => STATUS_BY_SEVERITY[finding.severity])]);
}

function findWorst([first = 'ok', ...rest]: readonly Status[]): Status {
  return rest.reduce((worst, one) => (rankStatus(one) > rankStatus(worst) ? one : worst), first);
}

interface Known {
  silence: DigestSilence | undefined;
  /** That its places cannot be read: nobody knows how it stands there, which is something to do. */
  lost: readonly ReportEvent[];
}

function digestCertificate(one: ReportCertificate, { silence, lost }: Known): DigestCertificate {
  const status = computeStatus(one);
  const isLost = lost.some((event) => event.silence === undefined);
  const held = isLost ? undefined : (silence ?? (status === 'ok' ? lost[0]?.silence : undefined));
  return {
    certificate: one.certificate,
    certificate_id: one.certificate_id,
    common_name: one.common_name,
    issuer: one.issuer,
    valid_to: one.effective_valid_to,
    days_remaining: one.days_remaining,
    status: lost.length > 0 ? findWorst([status, 'warning']) : status,
    places: one.places.map(({ location }) => location),
    owner: one.owner,
    labels: one.labels,
    renewal_instructions: one.renewal_instructions,
    error: one.error,
    last_seen: one.last_seen,
    found: [...one.findings.map(formatFinding), ...lost.map(({ data }) => `cannot be read at ${data.place}`)],
    ...(held && { silence: held }),
  };
}

// ---------------------------------------------------------------------------------------------- what was renewed

interface RenewedPlace {
  entry: string;
  place: string;
  fingerprint: string;
  since: string;
  valid_to: string;
  previous_valid_to: string;
}

/**
 * By the time of the scan that the last digest knew, and not by its own: a scan on a schedule may be recorded later than
 * the time that it goes by.
 */
function renewedPlaces({ places, log: seen }: Observation, log: EventLog, now: number): RenewedPlace[] {
  const last = log.scans.digest;
  const from = last === undefined ? now - FIRST_LOOK : Date.parse(last.last_scan ?? formatIsoTime(0));
  const told = new Set(last?.renewed);
  return places.flatMap(({ entry, place, fingerprint, previous, since }) => {
    const after = getOwn(seen.certificates, fingerprint ?? '');
    const before = getOwn(seen.certificates, previous ?? '');
    if (!after || !before || fingerprint === null || since === null) return [];
    const isRenewed = Date.parse(after.valid_to) > Date.parse(before.valid_to);
    if (!isRenewed || Date.parse(since) <= from || told.has(fingerprint)) return [];
    return [{ entry, place, fingerprint, since, valid_to: after.valid_to, previous_valid_to: before.valid_to }];
  });
}

function renewals(observation: Observation, log: EventLog, now: number): DigestRenewal[] {
  const places = renewedPlaces(observation, log, now);
  const bySubject = groupBy(places, ({ entry, fingerprint }) => JSON.stringify([entry, fingerprint]));
  return [...bySubject.values()].map((group) => {
    const { entry, fingerprint, since, valid_to, previous_valid_to } = group[0] as RenewedPlace;
    const facts = getOwn(observation.log.certificates, fingerprint);
    return {
      certificate: entry,
      common_name: facts === undefined ? null : resolveCommonName(entry, facts),
      places: group.map(({ place }) => place),
      renewed_at: since,
      valid_to,
      previous_valid_to,
    };
  });
}

// ---------------------------------------------------------------------------------------------- what comes

function upcomingWeeks(certificates: readonly DigestCertificate[]): DigestWeek[] {
  const ending = certificates
    .filter(
      ({ days_remaining: days, status }) => days !== null && days >= 0 && days <= DAYS_AHEAD && status !== 'expired',
    )
    .toSorted((a, b) => compareText(a.valid_to ?? '', b.valid_to ?? '') || compareText(a.certificate, b.certificate));
  const byMonday = groupBy(ending, ({ valid_to }) => startOfWeek(Date.parse(valid_to ?? '')));
  return Array.from(byMonday, ([monday, own]) => ({
    week: isoWeek(monday),
    from: toDay(monday),
    to: toDay(monday + 6 * DAY),
    certificates: own,
  }));
}

/** 00:00 UTC of the Monday before or at a time. The epoch began on a Thursday. */
function startOfWeek(time: number): number {
  const day = Math.floor(time / DAY);
  return (day - ((((day + 3) % 7) + 7) % 7)) * DAY;
}

/** ISO 8601: the week has the year of its Thursday, and is the first that has a Thursday in it. */
function isoWeek(monday: number): string {
  const thursday = monday + 3 * DAY;
  const year = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

function toDay(time: number): string {
  return formatIsoTime(time).slice(0, 10);
}
