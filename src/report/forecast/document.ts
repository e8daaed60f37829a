/** A forecast for people: expiries by month, renewals per year, and the thresholds to change. */

import type { Expiry, Forecast, RenewalCost, RenewalsAYear } from '../../generated/forecast.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import {
  type Column,
  createDocument,
  createParagraph,
  createTable,
  type Document,
  type Mark,
  type Paragraph,
  quoteMessage,
  quoteName,
  type Section,
  type Table,
  type Text,
} from '../document/model.ts';
import { formatCount, formatNumber, formatSubjectCount } from '../format/labels.ts';
import { buildReadFailureSection } from '../scan/document.ts';
import { buildThresholdSection, formatShortNames } from './thresholds.ts';

/** The limit of each list; JSON has all entries. */
const MAX_ROWS = 20;
/** The limit of the names in one month. */
const MAX_NAMES = 8;
/** The maximum length of a bar, in which one block stands for one certificate, unless a month has more. */
const MAX_BAR_LENGTH = 20;

const decimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export function buildForecastDocument(forecast: Forecast): Document {
  return createDocument('Forecast', {
    lead: [createParagraph(formatHeadline(forecast))],
    sections: [
      buildMonthSection(forecast),
      ...buildRenewalSections(forecast),
      buildThresholdSection(forecast),
      buildRareScanSection(forecast),
      buildReadFailureSection(forecast.unread),
    ],
    rest: { terminal: '--format json shows all' },
  });
}

/** Builds a paragraph for each lifetime for which scans are too rare. */
function buildRareScanSection({ scan_too_rare = [] }: Forecast): Section {
  const lines = scan_too_rare.map(({ certificates, detail }) => {
    return createParagraph(
      quoteMessage(`Scans are too rare for ${formatShortNames(certificates, MAX_NAMES)}: ${detail}`),
    );
  });
  return { blocks: lines };
}

// ---------------------------------------------------------------------------------------------- expiries by month

interface Period {
  name: string;
  expiries: readonly Expiry[];
  /** Whether its certificates expire on a day of a month that is listed. */
  isMonth: boolean;
  mark?: Mark;
}

/** Lists the columns. `most`: the number of certificates of the longest bar. */
function listMonthColumns(most: number): Column<Period>[] {
  const count = ({ expiries }: Period) => (expiries.length === 0 ? '-' : formatNumber(expiries.length));
  const withMark = (text: string, { mark }: Period): Text => (mark === undefined ? text : { mark, text });
  return [
    { title: 'Month', cell: (period) => withMark(period.name, period) },
    { title: 'Expiring', align: 'right', cell: (period) => withMark(count(period), period) },
    {
      title: '',
      cell: ({ expiries, isMonth }) => '█'.repeat(isMonth ? Math.ceil((expiries.length / most) * MAX_BAR_LENGTH) : 0),
    },
    { title: 'Day and certificate', shorten: 'end', cell: (period) => quoteName(formatNames(period)) },
  ];
}

function buildMonthSection({ expiries, summary }: Forecast): Section {
  if (summary.certificates === summary.unknown) return { blocks: [] };
  const { expired, months, later } = expiries;
  const most = Math.max(MAX_BAR_LENGTH, ...months.map(({ certificates }) => certificates.length));
  const periods: Period[] = [
    ...(expired.length === 0 ? [] : [{ name: 'expired', expiries: expired, isMonth: false, mark: 'bad' as const }]),
    ...months.map(({ month, certificates }) => ({ name: month, expiries: certificates, isMonth: true })),
    ...(later.length === 0 ? [] : [{ name: 'later', expiries: later, isMonth: false }]),
  ];
  return { blocks: [createTable(listMonthColumns(most), periods), ...describeBusiestMonth(months)] };
}

/** Formats each name once, even if several certificates of an entry expire on the same day. */
function formatNames({ expiries, isMonth }: Period): string {
  const names = expiries.map(({ display_name, valid_to }) =>
    isMonth ? `${formatDay(valid_to).slice(-2)} ${display_name}` : display_name,
  );
  return formatShortNames([...new Set(names)], MAX_NAMES);
}

/** Describes the first month with the most expiries, by entry; empty unless several certificates expire in it. */
function describeBusiestMonth(months: Forecast['expiries']['months']): Paragraph[] {
  const [busiest] = months.toSorted((a, b) => b.certificates.length - a.certificates.length);
  if (busiest === undefined || busiest.certificates.length < 2) return [];
  const { month, certificates } = busiest;
  const byEntry = [...groupBy(certificates, ({ certificate }) => certificate)].map(([entry, group]) => {
    const days = [...new Set(group.map(({ valid_to }) => formatDay(valid_to)))].sort(compareText);
    const when = days.length === 1 ? `all on ${days[0]}` : `${days[0]} to ${days.at(-1)}`;
    return {
      count: group.length,
      text: group.length === 1 ? entry : `${entry} (${formatNumber(group.length)}, ${when})`,
    };
  });
  const named = byEntry.toSorted((a, b) => b.count - a.count).map(({ text }) => text);
  const names = truncateList(named, MAX_NAMES);
  return [
    createParagraph(quoteMessage(`Busiest month: ${month}, with ${formatSubjectCount(certificates)}: ${names}.`)),
  ];
}

// ---------------------------------------------------------------------------------------------- renewals per year

/** Builds sections for the certificates that the limits apply to, with totals, for the exempt ones, and for the meaning of the figures. */
function buildRenewalSections(forecast: Forecast): Section[] {
  const { entries, exempt, unknown } = forecast.renewals;
  const tables = [
    ...(entries.length === 0 ? [] : [buildLimitedTable(forecast)]),
    ...(exempt.length === 0
      ? []
      : [createTable(listCostColumns('Exempt from the limits'), exempt, { limit: MAX_ROWS })]),
  ];
  const notes = [
    ...(tables.length === 0 ? [] : ['Assumes renewal after two thirds of the lifetime.', formatLimits(forecast)]),
    ...(exempt.length === 0 ? [] : [EXEMPT_NOTE]),
    ...(unknown === 0
      ? []
      : [
          `Not counted: ${formatCount(unknown, 'certificate')} without a known lifetime, such as a hard-coded expiry date.`,
        ]),
  ].map((note) => createParagraph(note));
  const sections = tables.map((table): Section => ({ blocks: [table] }));
  const last = sections.pop();
  return notes.length === 0 ? [] : [...sections, { blocks: [...(last?.blocks ?? []), ...notes] }];
}

const EXEMPT_NOTE =
  'Exempt from the limits: certificates that are self-signed, have a chain to a CA of a ca_file, or exceeded the limit when they were issued. A private CA sets its own limits.';

/** Builds the table, with the totals unless there is only one row. */
function buildLimitedTable({ renewals: { entries, total }, limits }: Forecast): Table {
  const steps = limits.map(({ limit, days }): Column<RenewalCost> => {
    return { title: `${days} days`, align: 'right', cell: ({ renewals }) => formatFigure(renewals[limit]) };
  });
  const certificates = entries.reduce((sum, one) => sum + one.certificates, 0);
  const figures = [total.today, ...limits.map(({ limit }) => total[limit])].map(formatFigure);
  return createTable([...listCostColumns('Renewals per year'), ...steps], entries, {
    limit: MAX_ROWS,
    ...(entries.length > 1 && { total: { cells: ['total', certificates, '', ...figures], mark: 'strong' } }),
  });
}

function listCostColumns(title: string): Column<RenewalCost>[] {
  return [
    { title, shorten: 'end', cell: ({ certificate }) => quoteName(certificate) },
    { title: 'Certs', align: 'right', cell: ({ certificates }) => certificates },
    { title: 'Lifetime', align: 'right', cell: ({ lifetime_days }) => formatLifetime(lifetime_days) },
    { title: 'Today', align: 'right', cell: ({ renewals }) => formatFigure(renewals.today) },
  ];
}

function formatLifetime({ shortest, longest }: RenewalCost['lifetime_days']): string {
  return `${[...new Set([shortest, longest])].map(formatNumber).join('-')} d`;
}

function formatFigure(value: RenewalsAYear[keyof RenewalsAYear]): Text {
  return value === null ? null : decimal.format(value);
}

function formatLimits({ limits, forecast_at }: Forecast): string {
  const steps = limits.map(({ days, effective_from }) => {
    return `${days} ${Date.parse(effective_from) <= Date.parse(forecast_at) ? 'since' : 'from'} ${effective_from}`;
  });
  return `Maximum lifetime in days that browsers accept: ${steps.join(', ')} (CA/Browser Forum ballot SC-081v3).`;
}

function formatHeadline({ summary, expiries }: Forecast): string {
  const { certificates, expired, within_months, later, unknown } = summary;
  if (certificates === 0) return 'No certificates read: no entry in the manifest is enabled and selected.';
  const last = expiries.months.at(-1)?.month ?? '';
  const parts: [number, string][] = [
    [expired, 'expired'],
    [within_months, `${within_months === 1 ? 'expires' : 'expire'} by the end of ${last}`],
    [later, 'later'],
    [unknown, 'could not be read'],
  ];
  const shown = parts.filter(([number]) => number > 0).map(([number, text]) => `${formatNumber(number)} ${text}`);
  const all = [...expiries.expired, ...expiries.months.flatMap((month) => month.certificates), ...expiries.later];
  const total = unknown > 0 ? formatCount(certificates, 'certificate') : formatSubjectCount(all);
  return `${total}: ${shown.join(', ')}.`;
}
