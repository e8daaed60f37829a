/** The result of a scan as a person reads it at a terminal: worst first, then what was told, held back, and failed. */

import type { Report, ReportCertificate, ReportEvent } from '../../generated/report.ts';
import { createPalette, type Paint, type Palette } from '../format/colors.ts';
import { formatCount, formatDay, formatHeadline, formatStatus } from '../format/labels.ts';
import { type Cell, type Column, layOutTable } from '../format/table-layout.ts';
import { truncateToWidth, wrapText } from '../format/terminal-text.ts';
import { noteTruncation } from '../format/truncation-note.ts';
import {
  collectFindings,
  countRuleWarnings,
  type DeliveryFailure,
  formatEventSubject,
  groupDeliveryFailures,
  groupSuppressed,
  listFiredDeliveries,
  listUnreadablePlaces,
} from './select.ts';

export interface TableOptions {
  color: boolean;
  /** Width of the terminal; Infinity cuts nothing but what no person reads. */
  columns: number;
}

/** Healthy certificates are many and nobody reads them all: a terminal shows as many as fit beside the others. */
const MAX_HEALTHY = 20;
/** Of each other list. Certificates that need a person are all shown. */
const MAX_ROWS = 50;
/** Narrower than this, the owner gives way to the names. */
const MIN_WIDTH_FOR_OWNER = 100;

/** Lines end in a newline; none is wider than `columns` or holds a control character other than our own colours. */
export function renderScanTable(report: Report, options: TableOptions): string {
  const colors = createPalette(options.color);
  const sections = [
    certificateSection(report, options, colors),
    foundSection(report, options, colors),
    firedSection(report, options, colors),
    heldBackSection(report, options, colors),
    notesSection(report, options, colors),
    unreadableSection(report, options, colors),
    undeliveredSection(report, options, colors),
    formatHeadline(report).flatMap((sentence) => wrapText(sentence, options.columns, '')),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

// ---------------------------------------------------------------------------------------------- certificates

/** Of certificates, in every table of them. */
export const CERTIFICATE_COLUMNS: readonly Column[] = [
  { title: 'STATUS' },
  { title: 'DAYS', align: 'right' },
  { title: 'CERTIFICATE', cut: true },
  { title: 'COMMON NAME', cut: true },
  { title: 'VALID TO' },
  { title: 'WHERE', cut: true },
  { title: 'OWNER', cut: true },
];

function certificateSection({ certificates }: Report, { columns }: TableOptions, colors: Palette): string[] {
  if (certificates.length === 0) return [];
  const healthy = certificates.filter(({ status }) => status === 'ok');
  const shown = [...certificates.filter(({ status }) => status !== 'ok'), ...healthy.slice(0, MAX_HEALTHY)];
  const hidden = certificates.length - shown.length;
  const withOwner = columns >= MIN_WIDTH_FOR_OWNER && shown.some(({ owner }) => owner !== null);
  const layout = withOwner ? CERTIFICATE_COLUMNS : CERTIFICATE_COLUMNS.slice(0, -1);
  const rows = shown.map((one) => certificateRow(one, colors).slice(0, layout.length));
  const lines = layOutTable(layout, rows, columns, colors.heading);
  if (hidden > 0) {
    lines.push(
      ...wrapText(
        `and ${formatCount(hidden, 'more that is', 'more that are')} ok (--format json shows all)`,
        columns,
        '',
      ),
    );
  }
  if (shown.some(hasUnreadablePlace)) {
    lines.push(...wrapText('! cannot be read now: judged by what was last seen there, if anything was', columns, ''));
  }
  return lines;
}

function certificateRow(certificate: ReportCertificate, colors: Palette): Cell[] {
  const { status, days_remaining, common_name, effective_valid_to: end, owner } = certificate;
  return [
    { text: formatStatus(certificate), paint: colors.status[status] },
    { text: days_remaining === null ? '-' : String(days_remaining) },
    { text: certificate.certificate },
    { text: common_name ?? '-' },
    { text: end === null ? '-' : formatDay(end) },
    { text: where(certificate) },
    { text: owner ?? '' },
  ];
}

/** The first place, what cannot be read before what can, and how many others there are. */
function where(certificate: ReportCertificate): string {
  const { places } = certificate;
  const first = places.find(({ error }) => error !== null) ?? places[0];
  if (first === undefined) return '-';
  const more = places.length > 1 ? ` +${places.length - 1}` : '';
  return `${first.error === null ? '' : '! '}${first.location}${more}`;
}

function hasUnreadablePlace({ places }: ReportCertificate): boolean {
  return places.some(({ error }) => error !== null);
}

// ---------------------------------------------------------------------------------------------- what was found

function foundSection(report: Report, { columns }: TableOptions, colors: Palette): string[] {
  const found = collectFindings(report);
  const lines = found
    .slice(0, MAX_ROWS)
    .flatMap(({ certificate, what, detail }) => [
      ...wrapText(`${certificate} ${what}`, columns, '  '),
      ...wrapText(detail, columns, '      '),
    ]);
  return titleSection('FOUND', [...lines, ...noteTruncation(found.length, MAX_ROWS, columns)], columns, colors.heading);
}

// ---------------------------------------------------------------------------------------------- events

const FIRED: readonly Column[] = [
  { title: 'FIRED' },
  { title: 'CERTIFICATE', cut: true },
  { title: 'THRESHOLD' },
  { title: 'REASON' },
  { title: 'DESTINATION', cut: true },
  { title: 'RESULT' },
];

function firedSection(report: Report, { columns }: TableOptions, colors: Palette): string[] {
  const fired = listFiredDeliveries(report);
  if (fired.length === 0) return [];
  const rows = fired.slice(0, MAX_ROWS).map(({ event, delivery, firstOfEvent }) => [
    ...(firstOfEvent ? eventCells(event) : [{ text: '' }, { text: '' }, { text: '' }]),
    { text: delivery.reason },
    { text: delivery.destination },
    {
      text: { sent: 'sent', failed: 'FAILED', due: 'would be sent', suppressed: 'held back' }[delivery.status],
      paint: { sent: colors.good, failed: colors.bad }[delivery.status as string],
    },
  ]);
  return [...layOutTable(FIRED, rows, columns, colors.heading), ...noteTruncation(fired.length, MAX_ROWS, columns)];
}

function eventCells(event: ReportEvent): Cell[] {
  const limit = event.threshold === null ? '-' : String(event.threshold);
  return [{ text: shortName(event.event) }, { text: formatEventSubject(event) }, { text: limit }];
}

/** Every event of a certificate begins with the same word, which a narrow table can do without. */
function shortName(event: string): string {
  return event.replace(/^certificate\./, '');
}

function heldBackSection(report: Report, { columns }: TableOptions, colors: Palette): string[] {
  const lines = groupSuppressed(report).flatMap(({ why, total, byEvent, silenced }) => {
    const numbered = byEvent.map(([event, number]) => `${shortName(event)} ${number}`);
    const events = byEvent.length === 1 ? byEvent.map(([event]) => shortName(event)) : numbered;
    return wrapText(`${total} ${why}: ${events.join(', ')}${ofThese(silenced)}`, columns, '  ');
  });
  return titleSection('HELD BACK', lines, columns, colors.heading);
}

function ofThese(certificates: readonly string[]): string {
  if (certificates.length === 0) return '';
  const left = certificates.length - MAX_ROWS;
  return ` of ${certificates.slice(0, MAX_ROWS).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

function notesSection(report: Report, { columns }: TableOptions, colors: Palette): string[] {
  const notes = countRuleWarnings(report);
  const lines = notes
    .slice(0, MAX_ROWS)
    .flatMap(([note, times]) => wrapText(times > 1 ? `${note} (${times} times)` : note, columns, '  '));
  return titleSection(
    'RULES TO LOOK AT',
    [...lines, ...noteTruncation(notes.length, MAX_ROWS, columns)],
    columns,
    colors.heading,
  );
}

// ---------------------------------------------------------------------------------------------- failures

function unreadableSection(report: Report, { columns }: TableOptions, colors: Palette): string[] {
  const places = listUnreadablePlaces(report);
  const lines = places
    .slice(0, MAX_ROWS)
    .flatMap(({ certificate, location, error }) => [
      ...wrapText(`${certificate} at ${location}: ${error.code}`, columns, '  '),
      ...wrapText(error.detail, columns, '      '),
    ]);
  return titleSection(
    'COULD NOT BE READ',
    [...lines, ...noteTruncation(places.length, MAX_ROWS, columns)],
    columns,
    colors.heading,
  );
}

function undeliveredSection(report: Report, { columns }: TableOptions, colors: Palette): string[] {
  const failures = groupDeliveryFailures(report);
  const lines = failures
    .slice(0, MAX_ROWS)
    .flatMap((failure) => [
      ...wrapText(failureTitle(failure), columns, '  '),
      ...wrapText(failure.detail, columns, '      '),
    ]);
  lines.push(...noteTruncation(failures.length, MAX_ROWS, columns));
  if (failures.length > 0) lines.push(...wrapText('The next scan tries again what still holds.', columns, '  '));
  return titleSection('COULD NOT BE DELIVERED', lines, columns, colors.bad);
}

function failureTitle({ destination, code, events }: DeliveryFailure): string {
  const [first] = events;
  const of =
    events.length === 1 && first ? `${first.event} of ${first.certificate}` : formatCount(events.length, 'event');
  return `${destination}: ${code}, ${of}`;
}

/** Nothing where there are no lines: an empty section is no news. */
function titleSection(title: string, lines: readonly string[], columns: number, paint: Paint): string[] {
  return lines.length === 0 ? [] : [paint(truncateToWidth(title, columns)), ...lines];
}
