/** Renders a forecast for a terminal: expiries by month, renewals per year, thresholds to change. */

import type { Expiry, Forecast, RenewalCost, RenewalsAYear } from '../../generated/forecast.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import type { Paint } from '../format/colors.ts';
import { formatCount, formatNumber, formatSubjectCount } from '../format/labels.ts';
import { type Cell, type Column, layOutTable } from '../format/table-layout.ts';
import {
  createTerminal,
  indentTexts,
  joinSections,
  noteTruncation,
  renderReadFailures,
  type TableOptions,
  type Terminal,
} from '../format/terminal.ts';
import { wrapText } from '../format/terminal-text.ts';
import { formatShortNames, renderThresholdSection } from './threshold-section.ts';

/** The limit of each list; JSON has all entries. */
const MAX_ROWS = 20;
/** The names in one month. */
const MAX_NAMES = 8;
/** One block stands for one certificate, unless a month has more than this: then the longest bar has this length. */
const MAX_BAR_LENGTH = 20;

const decimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Lines end in a newline. None is wider than `columns` or has a control character other than our own colors. */
export function renderForecast(forecast: Forecast, options: TableOptions): string {
  const terminal = createTerminal(options);
  return joinSections([
    renderMonths(forecast, terminal),
    renderRenewals(forecast, terminal),
    renderThresholdSection(forecast, terminal),
    renderReadFailures(forecast.unread, MAX_ROWS, terminal),
    wrapText(formatHeadline(forecast), options.columns, ''),
  ]);
}

// ---------------------------------------------------------------------------------------------- expiries by month

const MONTH_COLUMNS: readonly Column[] = [
  { title: 'MONTH' },
  { title: 'EXPIRING', align: 'right' },
  { title: '' },
  { title: 'DAY AND CERTIFICATE', truncatable: true },
];

function renderMonths({ expiries, summary }: Forecast, terminal: Terminal): string[] {
  if (summary.certificates === summary.unknown) return [];
  const { expired, months, later } = expiries;
  const most = Math.max(MAX_BAR_LENGTH, ...months.map(({ certificates }) => certificates.length));
  const rows = months.map(({ month, certificates }) => [
    month,
    certificates.length === 0 ? '-' : formatNumber(certificates.length),
    '█'.repeat(Math.ceil((certificates.length / most) * MAX_BAR_LENGTH)),
    formatNames(certificates, (one) => `${formatDay(one.valid_to).slice(-2)} ${one.display_name}`),
  ]);
  const all = [...listOutside('expired', expired, terminal.colors.bad), ...rows, ...listOutside('later', later)];
  return [...layOutTable(MONTH_COLUMNS, all, terminal), ...indentTexts(describeBusiestMonth(months), terminal)];
}

/** What makes the first month with the most expiries; nothing unless several certificates expire in it. */
function describeBusiestMonth(months: Forecast['expiries']['months']): string[] {
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
  return [`Busiest month: ${month}, with ${formatSubjectCount(certificates)}: ${truncateList(named, MAX_NAMES)}.`];
}

/** The row of certificates that expire in none of the months; none if there are no such certificates. */
function listOutside(text: string, expiries: readonly Expiry[], paint?: Paint): Cell[][] {
  if (expiries.length === 0) return [];
  const count = { text: formatNumber(expiries.length), paint };
  return [[{ text, paint }, count, '', formatNames(expiries, ({ display_name }) => display_name)]];
}

/** Each name once, even if several certificates of an entry expire on the same day. */
function formatNames(expiries: readonly Expiry[], format: (one: Expiry) => string): string {
  return formatShortNames([...new Set(expiries.map(format))], MAX_NAMES);
}

// ---------------------------------------------------------------------------------------------- renewals per year

const RENEWAL_COLUMNS: readonly Column[] = [
  { title: 'RENEWALS PER YEAR', truncatable: true },
  { title: 'CERTS', align: 'right' },
  { title: 'LIFETIME', align: 'right' },
  { title: 'TODAY', align: 'right' },
];

/** The certificates that the limits apply to, with totals, then the exempt ones, and what the figures mean. */
function renderRenewals(forecast: Forecast, terminal: Terminal): string[] {
  const { entries, exempt, unknown } = forecast.renewals;
  const tables = [renderLimited(forecast, terminal), renderExempt(forecast, terminal)];
  const lines = tables
    .filter((table) => table.length > 0)
    .flatMap((table, index) => (index > 0 ? ['', ...table] : table));
  const notes = [
    ...(entries.length + exempt.length === 0
      ? []
      : ['Assumes renewal after two thirds of the lifetime.', formatLimits(forecast)]),
    ...(exempt.length === 0 ? [] : [EXEMPT_NOTE]),
    ...(unknown === 0
      ? []
      : [
          `Not counted: ${formatCount(unknown, 'certificate')} without a known lifetime, such as a hard-coded expiry date.`,
        ]),
  ];
  return [...lines, ...indentTexts(notes, terminal)];
}

function renderLimited({ renewals: { entries, total }, limits }: Forecast, terminal: Terminal): string[] {
  if (entries.length === 0) return [];
  const listFigures = (renewals: RenewalsAYear) =>
    [renewals.today, ...limits.map(({ limit: length }) => renewals[length])].map(formatFigure);
  const rows: Cell[][] = entries.slice(0, MAX_ROWS).map((one) => [...listCostCells(one), ...listFigures(one.renewals)]);
  const certificates = entries.reduce((sum, one) => sum + one.certificates, 0);
  const totals = ['total', formatNumber(certificates), '', ...listFigures(total)];
  if (entries.length > 1) rows.push(totals.map((text) => ({ text, paint: terminal.colors.heading })));
  const columns = limits.map(({ days }): Column => ({ title: `${days} DAYS`, align: 'right' }));
  return [
    ...layOutTable([...RENEWAL_COLUMNS, ...columns], rows, terminal),
    ...noteTruncation(entries.length, MAX_ROWS, terminal),
  ];
}

const EXEMPT_COLUMNS: readonly Column[] = [
  { title: 'EXEMPT FROM THE LIMITS', truncatable: true },
  ...RENEWAL_COLUMNS.slice(1),
];
const EXEMPT_NOTE =
  'Exempt from the limits: certificates that are self-signed, trusted by a ca_file, or exceeded the limit when they were issued. A private CA sets its own limits.';

function renderExempt({ renewals: { exempt } }: Forecast, terminal: Terminal): string[] {
  if (exempt.length === 0) return [];
  const rows = exempt.slice(0, MAX_ROWS).map((one) => [...listCostCells(one), formatFigure(one.renewals.today)]);
  return [...layOutTable(EXEMPT_COLUMNS, rows, terminal), ...noteTruncation(exempt.length, MAX_ROWS, terminal)];
}

function formatLimits({ limits, forecast_at }: Forecast): string {
  const steps = limits.map(({ days, effective_from: from }) => {
    return `${days} ${Date.parse(from) <= Date.parse(forecast_at) ? 'since' : 'from'} ${from}`;
  });
  return `Maximum lifetime in days that browsers accept: ${steps.join(', ')} (CA/Browser Forum ballot SC-081v3).`;
}

function listCostCells({ certificate, certificates, lifetime_days: { shortest, longest } }: RenewalCost): string[] {
  const lifetime = [...new Set([shortest, longest])].map(formatNumber).join('-');
  return [certificate, formatNumber(certificates), `${lifetime} d`];
}

function formatFigure(value: number | null): string {
  return value === null ? '-' : decimal.format(value);
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
