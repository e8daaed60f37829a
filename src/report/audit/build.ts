/** Builds the data for an auditor: policies with their results, violations with their start, exceptions, and unread certificates. */

import type { AppliedSilence, ManifestFile, Match, Severity, Silence } from '../../domain/index.ts';
import { createSilenceFinder } from '../../domain/matcher.ts';
import { STATUS_BY_SEVERITY } from '../../domain/severity.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { PolicyOverview, ReportCertificate, ReportCoverage } from '../../generated/report.ts';
import { compareText, getOwn, groupBy } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { VERSION } from '../../lib/version.ts';
import type { ReportSource } from '../kinds/report-kind.ts';
import { type Channel, listChannels } from './channels.ts';
import { createEpisodeFinder, type Episode, type FindEpisode, listEpisodes, VIOLATION } from './episodes.ts';

export interface Violation {
  certificate: ReportCertificate;
  policy: string;
  severity: Severity;
  /** The code of its finding. */
  code: string;
  /** Each failed check in a sentence, with what to do. */
  detail: string;
  /** The episode; null: the event log has no alert about it. */
  episode: Episode | null;
  /** The silence that is in force. */
  silence: AppliedSilence | null;
}

/** A policy that could not be evaluated for a certificate. */
export interface Undecided {
  certificate: ReportCertificate;
  policy: string;
  severity: Severity;
  detail: string;
  /** The violation that was found when it was last evaluated; null: none is known. */
  episode: Episode | null;
}

export interface Exception {
  kind: 'Silence' | 'Disabled policy' | 'Disabled entry' | 'Test certificates' | 'Not watched';
  scope: string;
  reason: string | null;
  by: string | null;
  until: string | null;
  isOver: boolean;
  /** The violations whose notifications it suppresses; null: it is not about notifications. */
  violations: number | null;
}

interface OwnerRow {
  owner: string | null;
  certificates: number;
  violations: number;
  silenced: number;
  undecided: number;
}

/** The last complete scan of a month. `violations`: those in the event log at that time. */
interface MonthRow {
  day: string;
  certificates: number;
  expired: number;
  score: number | null;
  violations: number;
}

export interface Audit {
  title: string;
  version: string;
  scan_id: string;
  evaluated_at: string;
  /** The time of the last reading; null: never. */
  read_at: string | null;
  files: readonly ManifestFile[];
  coverage: ReportCoverage;
  score: number | null;
  certificates: readonly ReportCertificate[];
  policies: readonly PolicyOverview[];
  violations: Violation[];
  undecided: Undecided[];
  exceptions: Exception[];
  /** The certificates of entries that no check of a policy applies to. */
  uncovered: ReportCertificate[];
  owners: OwnerRow[];
  months: MonthRow[];
  /** The receivers of enabled rules. */
  channels: Channel[];
  /** Violations that are over, the latest first. */
  ended: { episode: Episode; common_name: string | null }[];
}

export function buildAudit({ report, log, read_at, dashboard, declared }: ReportSource): Audit {
  const episodes = listEpisodes(log);
  const findEpisode = createEpisodeFinder(episodes);
  const now = parseIsoTime(report.scanned_at);
  const { certificates, policies = [], summary } = report;
  const violations = listViolations(certificates, findEpisode, createViolationSilenceFinder(declared.silences, now));
  const undecided = listUndecided(certificates, findEpisode);
  return {
    ...{ title: dashboard.title, version: VERSION, scan_id: report.scan_id, evaluated_at: report.scanned_at, read_at },
    ...{ files: declared.files, coverage: report.coverage, score: summary.policies?.score ?? null },
    ...{ certificates, policies, violations, undecided },
    exceptions: listExceptions(declared, policies, violations, now),
    uncovered: certificates.filter(isUncovered),
    owners: countOwners(certificates, violations, undecided),
    months: summarizeMonths(log, episodes),
    channels: listChannels(declared.rules, log),
    ended: episodes
      .filter(({ ended }) => ended !== null)
      .sort((a, b) => compareText(b.ended?.at ?? '', a.ended?.at ?? ''))
      .map((episode) => ({ episode, common_name: findCommonName(log, episode) })),
  };
}

const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

type Ranked = Pick<Violation, 'severity' | 'policy' | 'certificate'>;

/** Compares by severity, then by policy, then by certificate. */
function compareRanked(a: Ranked, b: Ranked): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compareText(a.policy, b.policy) ||
    compareText(a.certificate.display_name, b.certificate.display_name)
  );
}

type FindSilence = (violation: Pick<Violation, 'certificate' | 'severity'>) => AppliedSilence | null;

function createViolationSilenceFinder(silences: readonly Silence[], now: number): FindSilence {
  const findSilence = createSilenceFinder(silences, now);
  return ({ certificate: { certificate, labels }, severity }) =>
    findSilence(VIOLATION, { certificate, labels, status: STATUS_BY_SEVERITY[severity] }, null);
}

/** Lists the findings of policies, and of the expectations of entries. */
function listViolations(
  certificates: readonly ReportCertificate[],
  findEpisode: FindEpisode,
  findSilence: FindSilence,
): Violation[] {
  return certificates
    .flatMap((certificate) =>
      certificate.findings
        .filter(({ event }) => event === VIOLATION)
        .map(({ qualifier: policy, severity, code, detail }): Violation => {
          const silence = findSilence({ certificate, severity });
          const episode = findEpisode(certificate, policy);
          return { certificate, policy, severity, code, detail, episode, silence };
        }),
    )
    .sort(compareRanked);
}

function listUndecided(certificates: readonly ReportCertificate[], findEpisode: FindEpisode): Undecided[] {
  return certificates
    .flatMap((certificate) =>
      (certificate.policies?.results ?? [])
        .filter(({ result }) => result === 'error')
        .map(({ policy, severity, checks }): Undecided => {
          const details = checks.filter(({ result }) => result === 'error').map(({ detail }) => detail);
          const detail = [...new Set(details)].join(' ');
          return { certificate, policy, severity, detail, episode: findEpisode(certificate, policy) };
        }),
    )
    .sort(compareRanked);
}

/** Whether a violation is of a policy, not of an expectation of the entry. */
export function isOfPolicy({ certificate, policy }: Violation): boolean {
  return certificate.policies?.results.some((one) => one.policy === policy) ?? false;
}

/** Whether a policy has a result for the certificate. */
export function isDecided({ policies }: ReportCertificate): boolean {
  return policies?.results.some(({ result }) => result === 'pass' || result === 'fail') ?? false;
}

function isUncovered({ kind, policies }: ReportCertificate): boolean {
  return kind === 'certificate' && (policies?.results ?? []).every(({ result }) => result === 'skipped');
}

function listExceptions(
  { silences, entries, discovery }: ReportSource['declared'],
  policies: readonly PolicyOverview[],
  violations: readonly Violation[],
  now: number,
): Exception[] {
  const isOver = (until: string | null) => until !== null && parseIsoTime(until) <= now;
  const unsigned = { reason: null, by: null, until: null, isOver: false, violations: null };
  return [
    ...silences.map((silence): Exception => {
      const { until, reason, created_by, events, match } = silence;
      const suppresses = createViolationSilenceFinder([silence], now);
      const own = violations.filter((violation) => suppresses(violation) !== null);
      const scope = `${events.join(', ')}${formatMatch(match)}`;
      const signed = { reason, by: created_by, until, isOver: isOver(until), violations: own.length };
      return { kind: 'Silence', scope, ...signed };
    }),
    ...policies
      .filter(({ state }) => state === 'disabled')
      .map(({ policy, description }): Exception => {
        return { ...unsigned, kind: 'Disabled policy', scope: policy, reason: description };
      }),
    ...entries
      .filter(({ enabled }) => !enabled)
      .map(({ name }): Exception => ({ ...unsigned, kind: 'Disabled entry', scope: name })),
    ...entries
      .filter(({ enabled, settings }) => enabled && settings.fixture !== undefined)
      .map(({ name }): Exception => ({ ...unsigned, kind: 'Test certificates', scope: name })),
    ...(discovery?.ignore ?? []).map(({ host, domain, file, reason, until }): Exception => {
      const scope = [host, domain, file].filter((one) => one !== null).join(' in ');
      return { ...unsigned, kind: 'Not watched', scope, reason, until, isOver: isOver(until) };
    }),
  ];
}

/** Formats ` for names web-*, env prod or test, status critical, thresholds 14 or 25%`; empty for every certificate. */
function formatMatch({ names, labels, status, thresholds }: Match): string {
  const parts = [
    ...(names.length > 0 ? [`names ${names.join(' or ')}`] : []),
    ...Object.entries(labels).map(([label, values]) => `${label} ${values.join(' or ')}`),
    ...(status.length > 0 ? [`status ${status.join(' or ')}`] : []),
    ...(thresholds.length > 0 ? [`thresholds ${thresholds.map(({ raw }) => raw).join(' or ')}`] : []),
  ];
  return parts.length === 0 ? '' : ` for ${parts.join(', ')}`;
}

function countOwners(
  certificates: readonly ReportCertificate[],
  violations: readonly Violation[],
  undecided: readonly Undecided[],
): OwnerRow[] {
  const getOwner = ({ certificate }: { certificate: ReportCertificate }) => certificate.owner;
  const violated = groupBy(violations, getOwner);
  const open = groupBy(undecided, getOwner);
  return Array.from(
    groupBy(certificates, ({ owner }) => owner),
    ([owner, own]) => {
      const found = violated.get(owner) ?? [];
      return {
        ...{ owner, certificates: own.length, violations: found.length },
        silenced: found.filter(({ silence }) => silence !== null).length,
        undecided: open.get(owner)?.length ?? 0,
      };
    },
  ).sort((a, b) => b.violations - a.violations || compareText(a.owner ?? '', b.owner ?? ''));
}

function summarizeMonths({ history = {} }: EventLog, episodes: readonly Episode[]): MonthRow[] {
  const days = Object.entries(history).sort(([a], [b]) => compareText(a, b));
  const last = new Map(days.map((day) => [day[0].slice(0, 7), day]));
  return Array.from(last.values(), ([day, { scanned_at, statuses, policy_score: score }]) => ({
    ...{ day, score, expired: statuses.expired ?? 0 },
    certificates: Object.values(statuses).reduce((sum, count) => sum + count, 0),
    violations: episodes.filter(({ since, ended }) => since <= scanned_at && (ended === null || ended.at > scanned_at))
      .length,
  }));
}

function findCommonName({ certificates }: EventLog, { fingerprint }: Episode): string | null {
  return fingerprint === null ? null : (getOwn(certificates, fingerprint)?.common_name ?? null);
}
