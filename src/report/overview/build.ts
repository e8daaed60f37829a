/** Merges the reports of several repositories into one, as if one scan had read all of their certificates. */

import { describeSubject, UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import type { Failure, ScanContext } from '../../domain/index.ts';
import type { RedCode } from '../../domain/red-reasons.ts';
import { getLevel, getWorstStatus, rankForReport } from '../../domain/severity.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { Overview, OverviewRepository } from '../../generated/overview.ts';
import type {
  Report,
  ReportCertificate,
  ReportCoverage,
  ReportEvent,
  ReportTransparency,
} from '../../generated/report.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { formatNumber, formatShare } from '../format/labels.ts';
import { sortWorstFirst, summarize } from '../scan/build.ts';

/** The validated report of one repository. */
interface RepositoryReport {
  repository: { full_name: string; name: string; url: string };
  /** The path of the manifest; null for the default one. */
  manifest: string | null;
  state: OverviewRepository['state'];
  /** The report; null if none is known. */
  report: Report | null;
  run_url: string | null;
  /** The reason if the state is not `read`. */
  error: Failure | null;
}

export interface OverviewInput {
  organization: string;
  repositories: readonly RepositoryReport[];
  left_out: Pick<Overview['summary'], 'archived' | 'forks' | 'not_selected'>;
  /** Whether missing repositories are known: `none` without a previous overview. */
  previous: 'compared' | 'none' | 'unreadable';
  scan: Pick<ScanContext, 'scan_id' | 'now'>;
  dry_run: boolean;
  allow_unread: boolean;
}

/**
 * Merges reports, with the certificates of `shop` as `shop/NAME` and the label `repository`. A repository whose certificates are unknown,
 * or only partly known, is a location of its own that could not be read. `events` are only for a digest.
 */
export function mergeReports(input: OverviewInput): { report: Report; events: ReportEvent[] } {
  const { repositories, scan, dry_run } = input;
  const members = repositories.map((one) => renameMember(one, scan.now));
  const certificates = sortWorstFirst([
    ...members.flatMap((one) => one.certificates),
    ...repositories.flatMap(describeProblem),
  ]);
  const transparency = members.flatMap((one) => one.transparency);
  return {
    report: {
      version: 1,
      scan_id: scan.scan_id,
      scanned_at: formatIsoTime(scan.now),
      dry_run,
      coverage: mergeCoverage(input),
      summary: summarize(certificates, [], []),
      certificates,
      ...(transparency.length > 0 && { transparency }),
      events: [],
      deliveries: [],
    },
    events: members.flatMap((one) => one.events),
  };
}

/** Builds the overview for JSON, without its deliveries. `report`: the merged one. */
export function buildOverview(input: OverviewInput, report: Report): Overview {
  const { organization, repositories, left_out } = input;
  const states = listStates(repositories);
  const count = (state: OverviewRepository['state']) => states.filter((one) => one === state).length;
  const { certificates, expired, critical, unknown, not_yet_valid, warning, ok } = report.summary;
  const problems = repositories.filter(({ error }) => error !== null).length;
  return {
    version: 1,
    organization,
    created_at: report.scanned_at,
    coverage: { text: report.coverage.text, complete: report.coverage.complete },
    summary: {
      repositories: states.length,
      read: count('read'),
      incomplete: count('incomplete'),
      stale: count('stale'),
      not_scanned: count('not_scanned'),
      no_manifest: count('no_manifest'),
      unreadable: count('unreadable'),
      missing: count('missing'),
      allow_unread: repositories.filter(isAllowed).length,
      dry_runs: repositories.filter(isDryRun).length,
      ...left_out,
      // The rows for repositories are not certificates.
      ...{ certificates: certificates - problems, expired, critical, unknown: unknown - problems },
      ...{ not_yet_valid, warning, ok },
    },
    repositories: repositories.map(describeRepository).sort(compareRepositories),
    deliveries: [],
  };
}

const STATES: readonly OverviewRepository['state'][] = [
  'missing',
  'unreadable',
  'no_manifest',
  'not_scanned',
  'stale',
  'incomplete',
  'read',
];

function compareRepositories(a: OverviewRepository, b: OverviewRepository): number {
  const rank = ({ worst_status }: OverviewRepository) => (worst_status === null ? -1 : rankForReport(worst_status));
  return (
    STATES.indexOf(a.state) - STATES.indexOf(b.state) || rank(a) - rank(b) || compareText(a.repository, b.repository)
  );
}

/** Lists the state of each repository: the worst one of its manifests. */
function listStates(repositories: readonly RepositoryReport[]): OverviewRepository['state'][] {
  const rank = ({ state }: RepositoryReport) => STATES.indexOf(state);
  return Array.from(
    groupBy(repositories, ({ repository }) => repository.full_name).values(),
    (some) => some.toSorted((a, b) => rank(a) - rank(b))[0]?.state ?? 'unreadable',
  );
}

/** Formats the prefix of names: `shop`, or `shop/eu/certvigil.yaml` for a manifest besides the default one. */
function formatPrefix({ repository: { name }, manifest }: RepositoryReport): string {
  return manifest === null ? name : `${name}/${manifest}`;
}

function describeRepository({
  repository,
  manifest,
  state,
  report,
  run_url,
  error,
}: RepositoryReport): OverviewRepository {
  const statuses = (report?.certificates ?? []).map(getWorstStatus);
  return {
    repository: repository.full_name,
    manifest,
    state,
    worst_status: statuses.toSorted((a, b) => rankForReport(a) - rankForReport(b))[0] ?? null,
    certificates: statuses.length,
    scanned_at: report?.scanned_at ?? null,
    run_url,
    coverage: report?.coverage.text ?? null,
    error,
  };
}

// ---------------------------------------------------------------------------------------------- certificates

interface Member {
  certificates: ReportCertificate[];
  transparency: ReportTransparency[];
  events: ReportEvent[];
}

function renameMember(member: RepositoryReport, now: number): Member {
  const { repository, report } = member;
  if (report === null) return { certificates: [], transparency: [], events: [] };
  const name = formatPrefix(member);
  const { full_name } = repository;
  const rename = <T extends { certificate: string }>(one: T): T => ({
    ...one,
    certificate: `${name}/${one.certificate}`,
  });
  const identify = <T extends { certificate: string; display_name: string; certificate_id: string | null }>(
    one: T,
  ): T => ({
    ...rename(one),
    display_name: `${name}/${one.display_name}`,
    certificate_id: one.certificate_id && `${name}/${one.certificate_id}`,
  });
  return {
    certificates: report.certificates.map((one) => ({
      ...identify(updateExpiry(one, now)),
      repository: full_name,
      labels: { ...one.labels, repository: full_name },
      ...(one.other_locations && { other_locations: one.other_locations.map(rename) }),
      ...(one.successors && { successors: one.successors.map(rename) }),
    })),
    transparency: (report.transparency ?? []).map(rename),
    events: report.events.map((event) => {
      const { silence, ...others } = rename(event);
      const isSilenced = silence !== undefined && Date.parse(silence.until) > now;
      return { ...others, ...(isSilenced && { silence }), data: identify(event.data) };
    }),
  };
}

/** Updates the expiry: a certificate can expire after the scan. The other statuses depend on settings, and stay those of the scan. */
function updateExpiry(one: ReportCertificate, now: number): ReportCertificate {
  if (one.effective_valid_to === null) return one;
  const left = Date.parse(one.effective_valid_to) - now;
  const days_remaining = Math.floor(left / DAY);
  if (left > 0 || one.kind === 'fixture') return { ...one, days_remaining };
  return {
    ...one,
    days_remaining,
    days_since_expiry: Math.floor(-left / DAY),
    status: 'expired',
    level: getLevel('expired'),
  };
}

/** Describes a repository whose certificates are unknown, or only partly known, as a row. */
function describeProblem(member: RepositoryReport): ReportCertificate[] {
  const { repository, manifest, report, error } = member;
  if (error === null) return [];
  const { full_name, url } = repository;
  const name = formatPrefix(member);
  const title = manifest === null ? full_name : `${full_name}/${manifest}`;
  const described = describeSubject({
    ...{ name, entry: null, fingerprint: null, facts: null, verdict: UNKNOWN_VERDICT, locations: [url] },
    ...{ distinguishing_locations: null, title, error, last_seen: report?.scanned_at ?? null },
  });
  return [
    {
      ...described,
      repository: full_name,
      labels: { repository: full_name },
      locations: [{ location: url, observed: {}, error, ...(report === null && { never_read: true as const }) }],
      ...{ chain: [], trust: null, revocation: null, findings: [] },
    },
  ];
}

// ---------------------------------------------------------------------------------------------- coverage

function mergeCoverage(input: OverviewInput): ReportCoverage {
  const { repositories, allow_unread } = input;
  const all = repositories.flatMap((one) =>
    one.report === null ? [] : [{ prefix: `${formatPrefix(one)}/`, ...one.report.coverage }],
  );
  const sum = (getNumber: (one: ReportCoverage) => number) => all.reduce((total, one) => total + getNumber(one), 0);
  const names = (getNames: (one: ReportCoverage) => readonly string[]) =>
    all.flatMap((one) => getNames(one).map((name) => one.prefix + name));
  const problems = repositories.filter((one) => one.error !== null);
  const reasons = listReasons(input);
  return {
    text: formatCoverage(input),
    complete: reasons.length === 0,
    allowed: reasons.length > 0 && reasons.every(({ code }) => code === INCOMPLETE) && allow_unread,
    reasons,
    entries: sum(({ entries }) => entries),
    scanned: sum(({ scanned }) => scanned),
    locations: sum(({ locations }) => locations) + problems.length,
    read: sum(({ read }) => read),
    never_read: names(({ never_read }) => never_read),
    unread: [
      ...problems.map(({ report, error, ...one }) => ({
        certificate: formatPrefix({ report, error, ...one }),
        location: one.repository.url,
        code: error?.code ?? null,
        never_read: report === null,
        last_read: report?.scanned_at ?? null,
        tolerated: false,
      })),
      ...all.flatMap(({ prefix, unread }) => unread.map((one) => ({ ...one, certificate: prefix + one.certificate }))),
    ],
    not_observed: names(({ not_observed }) => not_observed),
    empty: names(({ empty }) => empty),
    blind: false,
    undelivered: all.flatMap(({ prefix, undelivered }) =>
      undelivered.map((one) => ({ ...one, destination: prefix + one.destination })),
    ),
    alerts_unmatched: sum(({ alerts_unmatched }) => alerts_unmatched),
    has_rules: true,
    log_saved: all.every(({ log_saved }) => log_saved),
    internal_error: all.some(({ internal_error }) => internal_error),
  };
}

const INCOMPLETE: RedCode = 'repository-incomplete';

function listReasons({ repositories, previous }: OverviewInput): ReportCoverage['reasons'] {
  const list = (code: RedCode, some: readonly RepositoryReport[]) =>
    some.length === 0 ? [] : [{ code, entries: some.map(formatPrefix) }];
  const problems = repositories.filter(({ error }) => error !== null);
  return [
    ...list(
      INCOMPLETE,
      problems.filter(({ state }) => state !== 'missing'),
    ),
    ...list(
      'repository-missing',
      problems.filter(({ state }) => state === 'missing'),
    ),
    ...(previous === 'unreadable' ? [{ code: 'overview-previous' as const, entries: [] }] : []),
  ];
}

/** Whether the last scan was incomplete, which its own settings permit. */
function isAllowed({ state, report }: RepositoryReport): boolean {
  return state === 'read' && report !== null && !report.coverage.complete;
}

/** Whether the last scan sent no alerts. */
function isDryRun({ state, report }: RepositoryReport): boolean {
  return state === 'read' && report?.dry_run === true;
}

/** Lists what a complete and current scan does not say: `2 of these permit unread locations (shop, pay).` */
function listRemarks({ repositories, previous }: OverviewInput): string[] {
  const name = (some: readonly RepositoryReport[]) => truncateList(some.map(formatPrefix), MAX_NAMES);
  const allowed = repositories.filter(isAllowed);
  const dry = repositories.filter(isDryRun);
  return [
    ...(allowed.length === 0
      ? []
      : [
          `Of these, ${formatNumber(allowed.length)} did not read everything, which allow-unread or a silence permits (${name(allowed)}).`,
        ]),
    ...(dry.length === 0
      ? []
      : [`Of these, ${formatNumber(dry.length)} only made a dry run, without alerts (${name(dry)}).`]),
    ...(previous === 'none' ? ['There is no previous overview to compare with.'] : []),
    ...(previous === 'unreadable' ? ['The previous overview could not be read.'] : []),
  ];
}

const MAX_NAMES = 3;

const STATE_PHRASES: Readonly<Record<OverviewRepository['state'], string>> = {
  missing: 'of the previous overview missing',
  unreadable: 'could not be read',
  no_manifest: 'without a manifest',
  not_scanned: 'without a report',
  stale: 'with an old scan',
  incomplete: 'with an incomplete scan',
  read: '',
};

/** Formats `997 of 1,000 repositories have a complete and current scan. The others: 2 without a manifest, 1 with an old scan.` */
function formatCoverage(input: OverviewInput): string {
  const { repositories } = input;
  return [formatShares(repositories), ...listRemarks(input)].join(' ');
}

function formatShares(repositories: readonly RepositoryReport[]): string {
  const states = listStates(repositories);
  const read = states.filter((state) => state === 'read').length;
  if (read === states.length)
    return `${read === 1 ? 'The only repository has' : `All ${formatNumber(read)} repositories have`} a complete and current scan.`;
  const parts = STATES.flatMap((state) => {
    const number = states.filter((one) => one === state).length;
    return number === 0 || state === 'read' ? [] : [`${formatNumber(number)} ${STATE_PHRASES[state]}`];
  });
  const share = formatShare(read, states.length, 'repository', 'repositories');
  const verb = read === 1 ? 'has' : 'have';
  return `${share} ${verb} a complete and current scan. The others: ${parts.join(', ')}.`;
}
