/** Renders a scan for a terminal: certificates worst first, then findings, failures, notifications, suppressed events. */

import { getWorstStatus } from '../../domain/severity.ts';
import type { Report, ReportCertificate, ReportDelivery, ReportEvent } from '../../generated/report.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import {
  formatCommonName,
  formatCount,
  formatDays,
  formatFirst,
  formatHeadline,
  formatStatus,
  labelLocation,
} from '../format/labels.ts';
import { type Cell, type Column, layOutTable } from '../format/table-layout.ts';
import {
  createTerminal,
  formatOmitted,
  indentTexts,
  joinSections,
  noteTruncation,
  renderCoverage,
  renderDetail,
  renderReadFailures,
  type TableOptions,
  type Terminal,
  titleSection,
} from '../format/terminal.ts';
import { measureWidth, truncateLocationToWidth, wrapText } from '../format/terminal-text.ts';
import {
  collectFindings,
  type DeliveryFailure,
  formatEventSubject,
  formatMissing,
  formatTrustStores,
  groupDeliveryFailures,
  groupNotObserved,
  groupSuppressed,
  listFiredDeliveries,
  listRuleWarnings,
  listUnreadableLocations,
  listUnwatchedNames,
} from './select.ts';

/** Certificates that are ok are many, and few are read. Those that need attention are all shown. */
const MAX_HEALTHY = 20;
/** Names in certificate transparency logs may be many after the first scan. */
const MAX_UNWATCHED = 10;
/** The limit of every other list. */
const MAX_ROWS = 50;
/** On a narrower terminal, columns are left out. */
const MIN_WIDTH_FOR_ALL = 100;
/** File names and owners are not shortened below this width for the sake of others. */
const MAX_KEPT_WIDTH = 32;

/** Lines end in a newline. None is wider than `columns` or has a control character other than our own colors. */
export function renderScanTable(report: Report, options: TableOptions): string {
  const terminal = createTerminal(options);
  return joinSections([
    renderCertificates(report, terminal),
    renderFindings(report, terminal),
    renderReadFailures(listUnreadableLocations(report), MAX_ROWS, terminal),
    renderMissing(report, terminal),
    renderUnwatched(report, terminal),
    renderDeliveryFailures(report, terminal),
    renderNotifications(report, terminal),
    renderSuppressed(report, terminal),
    renderRuleWarnings(report, terminal),
    [
      ...formatHeadline(report).flatMap((sentence) => wrapText(sentence, options.columns, '')),
      ...wrapText(formatTrustStores(report) ?? '', options.columns, ''),
      ...renderCoverage(report.coverage, terminal),
      ...indentTexts(
        (report.coverage.omitted ?? []).map(({ note }) => note.detail),
        terminal,
      ),
    ],
  ]);
}

// ---------------------------------------------------------------------------------------------- certificates

/** The columns of every table of certificates. */
const CERTIFICATE_COLUMNS: readonly Column[] = [
  { title: 'STATUS' },
  { title: 'DAYS', align: 'right' },
  { title: 'CERTIFICATE', truncatable: true },
  { title: 'COMMON NAME', truncatable: true },
  { title: 'VALID TO' },
  { title: 'LOCATION', truncatable: true, truncate: truncateLocationToWidth },
  { title: 'OWNER', truncatable: true },
];

function renderCertificates({ certificates }: Report, terminal: Terminal): string[] {
  if (certificates.length === 0) return [];
  const { columns } = terminal;
  const isHealthy = (one: ReportCertificate) => getWorstStatus(one) === 'ok';
  const healthy = certificates.filter(isHealthy);
  const shown = [...certificates.filter((one) => !isHealthy(one)), ...healthy.slice(0, MAX_HEALTHY)];
  const omitted = certificates.length - shown.length;
  const table = fitCertificateTable(
    shown.map((one) => listCells(one, terminal)),
    columns,
  );
  return [
    ...layOutTable(table.columns, table.rows, terminal),
    ...table.notes.flatMap((note) => wrapText(note, columns, '')),
    ...(omitted > 0 ? wrapText(formatOmitted(omitted, 'all ok; --format json shows all'), columns, '') : []),
    ...(shown.some(hasUnreadableLocation)
      ? wrapText('! unreachable; status based on the last successful read, if any', columns, '')
      : []),
  ];
}

const NAME = CERTIFICATE_COLUMNS.findIndex(({ title }) => title === 'CERTIFICATE');
const COMMON_NAME = CERTIFICATE_COLUMNS.findIndex(({ title }) => title === 'COMMON NAME');
const VALID_TO = CERTIFICATE_COLUMNS.findIndex(({ title }) => title === 'VALID TO');
const LOCATION = CERTIFICATE_COLUMNS.findIndex(({ title }) => title === 'LOCATION');
const OWNER = CERTIFICATE_COLUMNS.findIndex(({ title }) => title === 'OWNER');

/**
 * Rows of CERTIFICATE_COLUMNS, as they fit: names of files and owners are kept as long as possible. The common name, which usually repeats
 * the name of the entry, and the date, which the days repeat, are left out first.
 */
export function fitCertificateTable(
  rows: readonly (readonly Cell[])[],
  room: number,
): { columns: Column[]; rows: Cell[][]; notes: string[] } {
  // Not Math.max(...rows): there may be more certificates than a call may have arguments.
  const widths = CERTIFICATE_COLUMNS.map(({ title }, index) =>
    rows.reduce((most, row) => Math.max(most, measureWidth(getText(row[index], index))), title.length),
  );
  const isOwned = rows.some((row) => getText(row[OWNER], OWNER) !== '');
  const kept = CERTIFICATE_COLUMNS.map(({ truncatable }, index) => {
    if (index === LOCATION || index === OWNER) return Math.min(widths[index] ?? 0, MAX_KEPT_WIDTH);
    return truncatable ? Math.min(widths[index] ?? 0, MIN_NAME_WIDTH) : (widths[index] ?? 0);
  });
  const hidden = new Set<number>(isOwned ? [] : [OWNER]);
  const listShown = () => CERTIFICATE_COLUMNS.map((_, index) => index).filter((index) => !hidden.has(index));
  const isTight = () => listShown().reduce((sum, index) => sum + (kept[index] ?? 0) + 2, -2) > room;
  if (isOwned && room < MIN_WIDTH_FOR_ALL) hidden.add(COMMON_NAME);
  for (const index of [COMMON_NAME, VALID_TO]) if (isTight()) hidden.add(index);
  const shown = listShown();
  const left = [COMMON_NAME, VALID_TO]
    .filter((index) => hidden.has(index))
    .map((index) => CERTIFICATE_COLUMNS[index]?.title);
  return {
    columns: CERTIFICATE_COLUMNS.map((column, index) => ({
      ...column,
      ...(index !== NAME && index !== COMMON_NAME && { minWidth: kept[index] ?? 0 }),
    })).filter((_, index) => !hidden.has(index)),
    rows: rows.map((row) => shown.map((index) => row[index] ?? '')),
    notes:
      left.length === 0
        ? []
        : [`${left.join(' and ')} ${left.length === 1 ? 'is' : 'are'} left out on a narrow terminal.`],
  };
}

/** What others need for the name of an entry. */
const MIN_NAME_WIDTH = 12;

/** Of a path, only the name of the file has to be shown. */
function getText(cell: Cell | undefined, index: number): string {
  const text = typeof cell === 'object' ? cell.text : (cell ?? '');
  if (index !== LOCATION) return text;
  const file = text.slice(text.lastIndexOf('/') + 1);
  return file === text ? text : `…/${file}`;
}

function listCells(certificate: ReportCertificate, { colors }: Terminal): Cell[] {
  const { effective_valid_to: expiry, owner } = certificate;
  return [
    { text: formatStatus(certificate), paint: colors.status[getWorstStatus(certificate)] },
    formatDays(certificate) ?? '-',
    certificate.certificate,
    formatCommonName(certificate) ?? '-',
    expiry === null ? '-' : formatDay(expiry),
    formatWhere(certificate),
    owner ?? '',
  ];
}

/** The first location and the number of others; an unreachable location comes first. */
function formatWhere({ locations }: ReportCertificate): string {
  const first = locations.find(({ error }) => error !== null) ?? locations[0];
  if (first === undefined) return '-';
  return formatFirst(`${first.error === null ? '' : '! '}${labelLocation(first.location)}`, locations.length);
}

function hasUnreadableLocation({ locations }: ReportCertificate): boolean {
  return locations.some(({ error }) => error !== null);
}

// ---------------------------------------------------------------------------------------------- findings, failures

function renderFindings(report: Report, terminal: Terminal): string[] {
  const findings = collectFindings(report);
  const lines = findings
    .slice(0, MAX_ROWS)
    .flatMap(({ certificate, what, detail }) => renderDetail(`${certificate} ${what}`, detail, terminal));
  return titleSection('FINDINGS', [...lines, ...noteTruncation(findings.length, MAX_ROWS, terminal)], terminal);
}

function renderMissing(report: Report, terminal: Terminal): string[] {
  const lines = groupNotObserved(report).flatMap((group) => [
    ...renderDetail(`${formatMissing(group)}: ${truncateList(group.entries, MAX_ROWS)}`, group.detail, terminal),
  ]);
  return titleSection('NOT OBSERVED', lines, terminal);
}

function renderUnwatched(report: Report, terminal: Terminal): string[] {
  const names = listUnwatchedNames(report);
  const lines = names
    .slice(0, MAX_UNWATCHED)
    .flatMap(({ text, entry }) => indentTexts(entry === null ? [text] : [text, `  ${entry}`], terminal));
  return titleSection('NOT WATCHED', [...lines, ...noteTruncation(names.length, MAX_UNWATCHED, terminal)], terminal);
}

function renderDeliveryFailures(report: Report, terminal: Terminal): string[] {
  const failures = groupDeliveryFailures(report);
  if (failures.length === 0) return [];
  const lines = [
    ...failures
      .slice(0, MAX_ROWS)
      .flatMap((failure) => renderDetail(formatFailureTitle(failure), failure.detail, terminal)),
    ...noteTruncation(failures.length, MAX_ROWS, terminal),
    ...indentTexts(['The next scan retries alerts that are still active.'], terminal),
  ];
  return titleSection('FAILED DELIVERIES', lines, terminal, terminal.colors.bad);
}

function formatFailureTitle({ destination, code, events }: DeliveryFailure): string {
  const [first] = events;
  const lost =
    events.length === 1 && first
      ? `${first.event} for ${first.data.display_name}`
      : formatCount(events.length, 'event');
  return `${destination}: ${code}, ${lost}`;
}

// ---------------------------------------------------------------------------------------------- events

const NOTIFICATION_COLUMNS: readonly Column[] = [
  { title: 'EVENT' },
  { title: 'CERTIFICATE', truncatable: true },
  { title: 'THRESHOLD' },
  { title: 'REASON' },
  { title: 'DESTINATION', truncatable: true },
  { title: 'RESULT' },
];

function renderNotifications(report: Report, terminal: Terminal): string[] {
  const fired = listFiredDeliveries(report);
  if (fired.length === 0) return [];
  const { good, bad } = terminal.colors;
  const results: Record<ReportDelivery['status'], Cell> = {
    sent: { text: 'sent', paint: good },
    failed: { text: 'FAILED', paint: bad },
    due: report.dry_run ? 'would be sent' : 'not sent',
    suppressed: 'suppressed',
  };
  const rows = fired
    .slice(0, MAX_ROWS)
    .map(({ event, delivery, firstOfEvent }) => [
      ...(firstOfEvent ? listEventCells(event) : ['', '', '']),
      delivery.reason,
      delivery.destination,
      results[delivery.status],
    ]);
  return [...layOutTable(NOTIFICATION_COLUMNS, rows, terminal), ...noteTruncation(fired.length, MAX_ROWS, terminal)];
}

function listEventCells(event: ReportEvent): string[] {
  return [
    shortenName(event.event),
    formatEventSubject(event),
    event.threshold === null ? '-' : String(event.threshold),
  ];
}

/** Every event of a certificate starts with the same word, which a narrow table can do without. */
function shortenName(event: string): string {
  return event.replace('certificate.', '');
}

function renderSuppressed(report: Report, terminal: Terminal): string[] {
  const texts = groupSuppressed(report).map(({ reason, total, byEvent, silenced }) => {
    const events = byEvent.map(([event, number]) => shortenName(event) + (byEvent.length === 1 ? '' : ` ${number}`));
    const certificates = silenced.length === 0 ? '' : ` for ${truncateList(silenced, MAX_ROWS)}`;
    return `${total} ${reason}: ${events.join(', ')}${certificates}`;
  });
  return titleSection('SUPPRESSED', indentTexts(texts, terminal), terminal);
}

function renderRuleWarnings(report: Report, terminal: Terminal): string[] {
  const warnings = listRuleWarnings(report);
  const lines = indentTexts(warnings.slice(0, MAX_ROWS), terminal);
  return titleSection('RULE WARNINGS', [...lines, ...noteTruncation(warnings.length, MAX_ROWS, terminal)], terminal);
}
