/** A dashboard of the certificates: a file that works from a disk, an artifact or a web server. */

import {
  type DashboardData,
  type Details,
  type DetailsBlock,
  type RenewalForecast,
  SHARED_DETAILS,
  STATUS_ORDER,
  type Trend,
} from '../../dashboard/data.ts';
import type { Status } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { Forecast, RenewalsAYear } from '../../generated/forecast.ts';
import { listChannels } from '../audit/channels.ts';
import { formatCount } from '../format/labels.ts';
import { buildColumns } from '../html/columns.ts';
import { createTable, toName, toSeconds } from '../html/dashboard-texts.ts';
import { buildDetails } from '../html/details.ts';
import { renderFallback } from '../html/fallback.ts';
import { createHistoryBuilder } from '../html/history.ts';
import { buildKnownNames } from '../html/known-names.ts';
import { renderPage } from '../html/page.ts';
import { buildPolicyData } from '../html/policies.ts';
import { createPublished, type Published } from '../html/published-fields.ts';
import { listReasons } from '../html/reasons.ts';
import type { RenderDirectory, RenderReport, ReportSource } from './report-kind.ts';

/** The number of certificates in a block of details, which is parsed as a whole. */
const BLOCK_SIZE = 250;
/** The default suits a daily schedule that is late or was dropped once. */
const DEFAULT_STALE_HOURS = 36;

/** Creates the dashboard. Fields that `dashboard.include` in the manifest omits are not in the file at all. */
export function createHtmlReport(): RenderReport {
  return (source) => {
    const published = createPublished(source.dashboard.include);
    const data = buildData(source, published);
    const blocks = buildBlocks(source, published);
    return renderPage({ title: data.title, fallback: renderFallback(data), data, blocks }, source.compress);
  };
}

/** Creates the same page as the index of a directory. */
export function createHtmlDirectory(): RenderDirectory {
  const render = createHtmlReport();
  return (source) => [['index.html', render(source)]];
}

function buildData(source: ReportSource, published: Published): DashboardData {
  const { report, read_at, log, dashboard, stale_after_hours, watched, getForecast } = source;
  const { has } = published;
  const packed = buildColumns(report.certificates, published);
  return {
    title: toName(dashboard.title),
    scanned: toSeconds(read_at),
    stale_after: (stale_after_hours ?? DEFAULT_STALE_HOURS) * 3600,
    coverage: { text: toName(report.coverage.text), complete: report.coverage.complete },
    summary: {
      counts: countStatuses(report.certificates.map(published.getStatus)),
      score: has('policies') ? (report.summary.policies?.score ?? null) : null,
    },
    ...packed,
    trend: buildTrend(log, has('policies')),
    forecast: buildForecast(getForecast()),
    policies: buildPolicyData(source, published),
    channels: published.hasTexts ? buildChannels(source) : [],
    known: watched !== null && has('watched') ? buildKnownNames(watched) : null,
    has: {
      owners: has('owner') && report.certificates.some(({ owner }) => owner !== null),
      issuers: has('issuer') && report.certificates.some(({ issuer }) => issuer !== null),
      labels: report.certificates.some(({ labels }) => published.selectLabels(labels).length > 0),
      locations: has('locations'),
      violated: packed.tables.violated.length > 0,
      exchanges: packed.tables.exchanges.length > 0,
      reasons: has('findings') && report.certificates.some((one) => listReasons(one).length > 0),
      scores: has('policies') && report.certificates.some(({ policies }) => policies !== undefined),
    },
    block_size: BLOCK_SIZE,
  };
}

function buildChannels({ declared, log }: ReportSource): DashboardData['channels'] {
  return listChannels(declared.rules, log).map(({ destination, delivered_at }) => ({
    name: toName(destination),
    delivered: toSeconds(delivered_at),
  }));
}

function countStatuses(statuses: readonly Status[]): number[] {
  const counts = new Map<Status, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return STATUS_ORDER.map((status) => counts.get(status) ?? 0);
}

function* buildBlocks({ report, log }: ReportSource, published: Published): Generator<DetailsBlock> {
  const { certificates } = report;
  const buildHistory = createHistoryBuilder(log, certificates, published.has('locations'));
  for (let start = 0; start < certificates.length; start += BLOCK_SIZE) {
    const block = certificates.slice(start, start + BLOCK_SIZE);
    yield packDetails(block.map((certificate) => buildDetails(certificate, buildHistory(certificate), published)));
  }
}

/** Packs the details of certificates: values that several share are in a block once. */
function packDetails(list: readonly Details[]): DetailsBlock {
  const table = createTable<unknown>(JSON.stringify);
  const items = list.map((details) => {
    const item: Record<string, unknown> = { ...details };
    for (const name of SHARED_DETAILS) if (name in details) item[name] = table.add(details[name]);
    return item;
  });
  return { shared: table.values, items };
}

/** Builds the trend of statuses and of the policy score, from the event log. `hasScores`: whether the score is published. */
export function buildTrend({ history = {} }: EventLog, hasScores: boolean): Trend {
  const days = Object.entries(history).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    days: days.map(([day]) => day),
    counts: STATUS_ORDER.map((status) => days.map(([, { statuses }]) => statuses[status] ?? 0)),
    scores: days.map(([, { policy_score }]) => (hasScores ? policy_score : null)),
  };
}

const MAX_ENTRIES = 10;
const MAX_SETTINGS = 20;

/** Builds the renewals per year, now and under shorter lifetimes. */
export function buildForecast({
  limits,
  renewals,
  thresholds,
}: Pick<Forecast, 'limits' | 'renewals' | 'thresholds'>): RenewalForecast {
  const list = (each: RenewalsAYear) => [each.today ?? 0, ...limits.map(({ limit }) => each[limit] ?? 0)];
  const explicit = thresholds.filter((one) => !one.default);
  return {
    today: renewals.total.today ?? 0,
    limits: limits.map(({ limit, days, effective_from }) => ({
      days,
      from: effective_from,
      renewals: renewals.total[limit] ?? 0,
    })),
    exempt: renewals.exempt.reduce((sum, one) => sum + one.certificates, 0),
    unknown: renewals.unknown,
    entries: renewals.entries.slice(0, MAX_ENTRIES).map((one) => ({
      name: toName(one.certificate),
      certificates: one.certificates,
      renewals: list(one.renewals),
    })),
    settings: explicit.slice(0, MAX_SETTINGS).map(({ setting, configured, suggestion, certificates, effects }) => ({
      setting,
      value: typeof configured === 'number' ? formatCount(configured, 'day') : configured,
      suggestion,
      certificates: certificates.length,
      effects: [effects.today, ...limits.map(({ limit }) => effects[limit])].map((effect) => effect ?? ''),
    })),
  };
}
