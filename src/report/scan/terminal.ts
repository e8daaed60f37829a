/** Renders a scan for a terminal: certificates worst first, then findings, failures, notifications, suppressed events. */

import type { Report, ReportCertificate, ReportDelivery, ReportEvent } from '../../generated/report.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import {
  formatCommonName,
  formatCount,
  formatDay,
  formatDays,
  formatFirst,
  formatHeadline,
  formatStatus,
  getWorstStatus,
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
import { truncateLocationToWidth, wrapText } from '../format/terminal-text.ts';
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
/** On a narrower terminal, the common name is left out. */
const MIN_WIDTH_FOR_ALL = 100;

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
export const CERTIFICATE_COLUMNS: readonly Column[] = [
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
  const hidden = findHiddenColumn(shown, columns);
  const isShown = (_: unknown, index: number) => CERTIFICATE_COLUMNS[index]?.title !== hidden;
  const rows = shown.map((one) => listCells(one, terminal).filter(isShown));
  return [
    ...layOutTable(CERTIFICATE_COLUMNS.filter(isShown), rows, terminal),
    ...(hidden === 'COMMON NAME' ? wrapText('COMMON NAME is left out on a narrow terminal.', columns, '') : []),
    ...(omitted > 0 ? wrapText(formatOmitted(omitted, 'all ok; --format json shows all'), columns, '') : []),
    ...(shown.some(hasUnreadableLocation)
      ? wrapText('! unreachable; status based on the last successful read, if any', columns, '')
      : []),
  ];
}

/** On a narrow terminal, the common name is left out rather than the owner: it usually repeats the name of the entry. */
function findHiddenColumn(certificates: readonly ReportCertificate[], columns: number): string | null {
  if (certificates.every(({ owner }) => owner === null)) return 'OWNER';
  return columns < MIN_WIDTH_FOR_ALL ? 'COMMON NAME' : null;
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
function formatWhere({ places }: ReportCertificate): string {
  const first = places.find(({ error }) => error !== null) ?? places[0];
  if (first === undefined) return '-';
  return formatFirst(`${first.error === null ? '' : '! '}${first.location}`, places.length);
}

function hasUnreadableLocation({ places }: ReportCertificate): boolean {
  return places.some(({ error }) => error !== null);
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
