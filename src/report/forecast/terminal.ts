/** What `certvigil forecast` foretells, as a person reads it: months, costs, settings to change. */

import type { Expiry, Forecast, RenewalCost, RenewalsAYear } from '../../generated/forecast.ts';
import { createPalette, type Paint, type Palette } from '../format/colors.ts';
import { formatCount, formatDay, formatNumber } from '../format/labels.ts';
import { type Cell, type Column, layOutTable } from '../format/table-layout.ts';
import { wrapText } from '../format/terminal-text.ts';
import { noteTruncation } from '../format/truncation-note.ts';
import type { TableOptions } from '../scan/terminal.ts';
import { renderThresholdSection } from './threshold-section.ts';

/** Of the entries that cost something: the others are in JSON. */
const SHOWN = 20;
/** Of the names in one month. */
const NAMES_SHOWN = 8;
/** A block is one certificate, or where there are more in a month than this the fullest is so long. */
const LONGEST_BAR = 20;

const decimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Lines end in a newline; none is wider than `columns` or holds a control character other than our own colours. */
export function renderForecast(forecast: Forecast, { color, columns }: TableOptions): string {
  const colors = createPalette(color);
  const sections = [
    monthSection(forecast, columns, colors),
    renewalSection(forecast, columns, colors),
    renderThresholdSection(forecast, columns, colors),
    unreadSection(forecast, columns, colors),
    wrapText(headline(forecast), columns, ''),
  ];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

/** The result as `schema/forecast.schema.json` describes it, with a newline at its end. */
export function renderForecastJson(forecast: Forecast): string {
  return `${JSON.stringify(forecast, null, 2)}\n`;
}

// ---------------------------------------------------------------------------------------------- what expires when

const MONTHS: readonly Column[] = [
  { title: 'MONTH' },
  { title: 'EXPIRE', align: 'right' },
  { title: '' },
  { title: 'DAY AND CERTIFICATE', cut: true },
];

function monthSection({ expiries, summary }: Forecast, columns: number, colors: Palette): string[] {
  if (summary.certificates === summary.unknown) return [];
  const { expired, months, later } = expiries;
  const most = Math.max(LONGEST_BAR, ...months.map(({ certificates }) => certificates.length));
  const rows = months.map(({ month, certificates }) => [
    { text: month },
    { text: certificates.length === 0 ? '-' : formatNumber(certificates.length) },
    { text: '█'.repeat(Math.ceil((certificates.length / most) * LONGEST_BAR)) },
    { text: names(certificates, (one) => `${formatDay(one.valid_to).slice(-2)} ${one.certificate}`) },
  ]);
  const all = [...beside('expired', expired, colors.bad), ...rows, ...beside('later', later)];
  return layOutTable(MONTHS, all, columns, colors.heading);
}

/** The line of those that are in no month; none where there are none. */
function beside(title: string, those: readonly Expiry[], paint?: Paint): Cell[][] {
  if (those.length === 0) return [];
  const counted = { text: formatNumber(those.length), paint };
  return [[{ text: title, paint }, counted, { text: '' }, { text: names(those, getName) }]];
}

function getName({ certificate }: Expiry): string {
  return certificate;
}

/** Each once, however many certificates of one entry end on one day. */
function names(certificates: readonly Expiry[], of: (one: Expiry) => string): string {
  const each = [...new Set(certificates.map(of))];
  const more = each.length - NAMES_SHOWN;
  return each.slice(0, NAMES_SHOWN).join(', ') + (more > 0 ? `, +${more}` : '');
}

// ---------------------------------------------------------------------------------------------- renewals a year

const COSTS: readonly Column[] = [
  { title: 'RENEWALS A YEAR', cut: true },
  { title: 'CERTS', align: 'right' },
  { title: 'LIFETIME', align: 'right' },
  { title: 'TODAY', align: 'right' },
];

/** Those that the limits are for, with their sums, then the others, and what the figures mean. */
function renewalSection(forecast: Forecast, columns: number, colors: Palette): string[] {
  const { entries, exempt, unknown } = forecast.renewals;
  const tables = [boundTable(forecast, columns, colors), exemptTable(forecast, columns, colors)];
  const lines = tables
    .filter((table) => table.length > 0)
    .flatMap((table, index) => (index > 0 ? ['', ...table] : table));
  if (entries.length + exempt.length > 0) {
    lines.push(...wrapText('Counted as renewed when two thirds of the life are over.', columns, '  '));
    lines.push(...wrapText(limitsSentence(forecast), columns, '  '));
  }
  if (exempt.length > 0) lines.push(...wrapText(EXEMPT_WHY, columns, '  '));
  if (unknown > 0) {
    const whose = formatCount(unknown, 'certificate has', 'certificates have');
    lines.push(
      ...wrapText(`${whose} no lifetime that is known, such as a date known by hand: not counted.`, columns, '  '),
    );
  }
  return lines;
}

function boundTable({ renewals: { entries, total }, limits }: Forecast, columns: number, colors: Palette): string[] {
  if (entries.length === 0) return [];
  const figures = (of: RenewalsAYear) => [of.today, ...limits.map(({ length }) => of[length])].map(figure);
  const rows = entries
    .slice(0, SHOWN)
    .map((one) => [...costCells(one), ...figures(one.renewals)].map((text) => ({ text })));
  const all = entries.reduce((sum, { certificates }) => sum + certificates, 0);
  const totals = ['in all', formatNumber(all), '', ...figures(total)].map((text) => ({ text, paint: colors.heading }));
  const titles = limits.map(({ days }): Column => ({ title: `${days} DAYS`, align: 'right' }));
  const shown = entries.length > 1 ? [...rows, totals] : rows;
  return [
    ...layOutTable([...COSTS, ...titles], shown, columns, colors.heading),
    ...noteTruncation(entries.length, SHOWN, columns),
  ];
}

const EXEMPT: readonly Column[] = [{ title: 'NOT UNDER THE LIMITS', cut: true }, ...COSTS.slice(1)];
const EXEMPT_WHY =
  'Not under the limits: what lives longer than was allowed when it was issued, or has issued itself. A private CA sets its own.';

function exemptTable({ renewals: { exempt } }: Forecast, columns: number, colors: Palette): string[] {
  if (exempt.length === 0) return [];
  const rows = exempt
    .slice(0, SHOWN)
    .map((one) => [...costCells(one), figure(one.renewals.today)].map((text) => ({ text })));
  return [...layOutTable(EXEMPT, rows, columns, colors.heading), ...noteTruncation(exempt.length, SHOWN, columns)];
}

function limitsSentence({ limits, forecast_at }: Forecast): string {
  const word = (from: string) => (Date.parse(from) <= Date.parse(forecast_at) ? 'since' : 'from');
  const steps = limits.map(({ days, from }) => `${days} ${word(from)} ${from}`);
  return `The most days for which browsers trust a certificate: ${steps.join(', ')} (CA/Browser Forum, ballot SC-081v3).`;
}

function costCells({ certificate, certificates, lifetime_days: { shortest, longest } }: RenewalCost): string[] {
  const lifetime = shortest === longest ? `${longest} d` : `${shortest}-${longest} d`;
  return [certificate, formatNumber(certificates), lifetime];
}

function figure(value: number | null): string {
  return value === null ? '-' : decimal.format(value);
}

// ---------------------------------------------------------------------------------------------- the rest

function unreadSection({ unread }: Forecast, columns: number, colors: Palette): string[] {
  if (unread.length === 0) return [];
  const lines = unread
    .slice(0, SHOWN)
    .flatMap(({ certificate, location, error }) => [
      ...wrapText(`${certificate} at ${location}: ${error.code}`, columns, '  '),
      ...wrapText(error.detail, columns, '      '),
    ]);
  return [colors.heading('COULD NOT BE READ'), ...lines, ...noteTruncation(unread.length, SHOWN, columns)];
}

function headline({ summary, expiries }: Forecast): string {
  const { certificates, expired, within_months, later, unknown } = summary;
  if (certificates === 0) return 'No certificate was read: the manifest has none that is enabled and selected.';
  const last = expiries.months.at(-1)?.month ?? '';
  const parts: [number, string][] = [
    [expired, 'expired'],
    [within_months, `${within_months === 1 ? 'expires' : 'expire'} by the end of ${last}`],
    [later, 'later'],
    [unknown, 'could not be read'],
  ];
  const said = parts.filter(([number]) => number > 0).map(([number, words]) => `${formatNumber(number)} ${words}`);
  return `${formatCount(certificates, 'certificate')}: ${said.join(', ')}.`;
}
