/** Renders a scan as GitHub Markdown for a job summary, bounded in size for any number of certificates. */

import { NOT_OBSERVED } from '../../domain/certificate.ts';
import { formatFinding, formatFindingResolved } from '../../domain/event-definitions.ts';
import { getWorstStatus } from '../../domain/severity.ts';
import type { Report, ReportCertificate, ReportEvent } from '../../generated/report.ts';
import type { AppError } from '../../lib/app-error.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { isCovered } from '../coverage.ts';
import {
  describeUnsavedLog,
  formatCommonName,
  formatCount,
  formatDays,
  formatEventLabel,
  formatExpiry,
  formatFirst,
  formatHeadline,
  formatStatus,
  formatStatusCounts,
  formatSubjectCount,
  formatSuppression,
  hasExpiry,
  labelLocation,
  STATUS_MARKS,
} from '../format/labels.ts';
import { EMPTY_CELL, formatCode, formatCoverageLine, formatMessage, formatRow } from '../format/markdown.ts';
import {
  createFoldedTable,
  createSection,
  createTable,
  formatTableHead,
  renderDocument,
  type Section,
} from '../format/markdown-document.ts';
import { renderExpiryChart } from './expiry-chart.ts';
import {
  collectFindings,
  type FiredDelivery,
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

interface SummaryOptions {
  /** Bytes; GitHub accepts 1 MiB per step. */
  limit?: number;
  /** Why the event log could not be saved, or null. */
  unsaved?: AppError | null;
}

/** Markdown that ends in a newline and takes at most `limit` bytes of UTF-8 (unless the limit is below 2 KB). */
export function renderScanSummary(report: Report, { limit, unsaved = null }: SummaryOptions = {}): string {
  const sections = [
    unsaved === null ? '' : formatFailure('The event log was NOT saved', unsaved, describeUnsavedLog(report.summary)),
    renderCertificates(report.certificates.filter((one) => getWorstStatus(one) !== 'ok')),
    renderExpiryChart(report) ?? '',
    renderFindings(report),
    renderDeliveryFailures(report),
    renderReadFailures(report),
    renderMissing(report),
    renderUnwatched(report),
    renderNotifications(report),
    ...renderSuppressed(report),
    createSection(
      'Rule warnings',
      listRuleWarnings(report).map((warning) => `- ${formatMessage(warning)}`),
      IN_REPORT,
    ),
    renderHealthy(report.certificates.filter((one) => getWorstStatus(one) === 'ok')),
  ];
  return renderDocument(renderHeading(report), sections, renderFooter(report), limit);
}

/** Replaces the summary of a run that failed before it had a result. */
export function renderFailureSummary(error: AppError): string {
  return formatFailure('certvigil failed', error, '').trimStart();
}

/** A heading with the error, what follows from it, and its hint. */
export function formatFailure(title: string, error: AppError, consequence: string): string {
  const hint = error.hint === undefined ? '' : formatMessage(error.hint);
  const parts = [`${formatCode(error.code)}: ${formatMessage(error.message)}`, consequence, hint];
  return `\n## ❌ ${title}\n\n${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function renderHeading(report: Report): string {
  const { certificates } = report.summary;
  const problems = report.certificates.filter((one) => getWorstStatus(one) !== 'ok');
  const worst =
    problems.length === 0
      ? `${formatSubjectCount(report.certificates)} ok`
      : formatStatusCounts(problems.map(formatStatus));
  const [first] = report.certificates;
  const { coverage } = report;
  const mark = first === undefined ? '⚪' : STATUS_MARKS[getWorstStatus(first)];
  const title = certificates === 0 ? 'none scanned' : worst;
  const omitted = (coverage.omitted ?? []).map(({ note }) => formatMessage(note.detail));
  const lines = [formatCoverageLine(coverage), ...omitted, ...formatHeadline(report, formatCode)];
  return `## ${isCovered(coverage) ? mark : '🔴'} Certificates: ${title}\n\n${lines.join('\n\n')}\n`;
}

function renderFooter(report: Report): string {
  const run = report.events[0]?.data.run_url;
  const link = run && /^https?:\/\/[\w.:/-]+$/.test(run) ? ` in [this run](${run})` : '';
  const stores = formatTrustStores(report);
  const trust = stores === null ? '' : `\n\n${formatMessage(stores)}`;
  return `\nScan ${formatCode(report.scan_id)} at ${formatCode(report.scanned_at)}${link}${trust}\n`;
}

// ---------------------------------------------------------------------------------------------- certificates

const IN_REPORT = 'see the JSON report';

interface Column {
  title: string;
  render: (certificate: ReportCertificate) => string;
  /** The column is omitted if no certificate of the table has a value. */
  has?: (certificate: ReportCertificate) => boolean;
}

const COLUMNS: Column[] = [
  { title: 'Status', render: (one) => `${STATUS_MARKS[getWorstStatus(one)]} ${formatStatus(one)}` },
  { title: 'Days', render: (one) => formatDays(one) ?? EMPTY_CELL },
  { title: 'Certificate', render: ({ certificate }) => formatCode(certificate) },
  { title: 'Common name', render: (one) => formatCode(formatCommonName(one)) },
  {
    title: 'Valid to',
    render: ({ effective_valid_to: expiry }) => formatCode(expiry && formatDay(expiry)),
  },
  { title: 'Where', render: formatWhere },
  { title: 'Owner', render: ({ owner }) => formatCode(owner), has: ({ owner }) => owner !== null },
  {
    title: 'How to renew',
    render: ({ renewal_instructions }) => formatCode(renewal_instructions),
    has: ({ renewal_instructions }) => renewal_instructions !== null,
  },
];

function listColumns(certificates: readonly ReportCertificate[]): [titles: string[], rows: string[][]] {
  const columns = COLUMNS.filter(({ has }) => has === undefined || certificates.some(has));
  return [columns.map(({ title }) => title), certificates.map((one) => columns.map(({ render }) => render(one)))];
}

function renderCertificates(certificates: readonly ReportCertificate[]): Section {
  const [titles, rows] = listColumns(certificates);
  return { before: `\n${formatTableHead(titles)}`, lines: rows.map(formatRow), after: '', rest: IN_REPORT };
}

function renderHealthy(certificates: readonly ReportCertificate[]): Section {
  const title = `${formatSubjectCount(certificates)} ${certificates.length === 1 ? 'is' : 'are'} ok`;
  return createFoldedTable(title, ...listColumns(certificates), IN_REPORT);
}

function formatWhere({ locations }: ReportCertificate): string {
  const [first] = locations;
  if (first === undefined) return EMPTY_CELL;
  const failed = locations.flatMap(({ error }) => error ?? []);
  const isObserved = failed.some(({ code }) => code !== NOT_OBSERVED);
  const note = failed.length === 0 ? '' : isObserved ? ' (unreachable)' : ' (not observed)';
  return formatFirst(formatCode(labelLocation(first.location)), locations.length) + note;
}

// ---------------------------------------------------------------------------------------------- findings, failures

function renderFindings(report: Report): Section {
  const rows = collectFindings(report).map(({ certificate, what, detail }) => [
    formatCode(certificate),
    formatMessage(what),
    formatMessage(detail),
  ]);
  return createTable('Findings', ['Certificate', 'Problem', 'Details and fix'], rows, IN_REPORT);
}

function renderDeliveryFailures(report: Report): Section {
  const rows = groupDeliveryFailures(report).map(({ destination, code, detail, events }) => [
    formatCode(destination),
    String(events.length),
    formatCode(code),
    formatMessage(detail),
  ]);
  const section = createTable('Failed deliveries', ['Destination', 'Events', 'Error', 'Details'], rows, IN_REPORT);
  return { ...section, after: '\nThe next scan retries alerts that are still active.\n' };
}

const READ_FAILURE_NOTE = `
The status is based on the last successful read. \`certificate.unreachable\` fires after two failed scans in a row.
`;

function renderReadFailures(report: Report): Section {
  const rows = listUnreadableLocations(report).map(({ certificate, location, error }) => [
    formatCode(certificate),
    formatCode(location),
    formatCode(error.code),
    formatMessage(error.detail),
  ]);
  const section = createTable('Could not be read', ['Certificate', 'Where', 'Error', 'Details'], rows, IN_REPORT);
  return { ...section, after: READ_FAILURE_NOTE };
}

const MISSING_NOTE = `
The status is based on the last comparison. \`certificate.unreachable\` fires once for each probe that is missing twice in a row.
`;

const MAX_MISSING = 20;

function renderMissing(report: Report): Section {
  const rows = groupNotObserved(report).map((group) => [
    formatCode(formatMissing(group)),
    formatCode(truncateList(group.entries, MAX_MISSING)),
    formatMessage(group.detail),
  ]);
  const section = createTable('Not observed', ['What', 'Certificates', 'Details'], rows, IN_REPORT);
  return { ...section, after: MISSING_NOTE };
}

const UNWATCHED_NOTE = `
Certificate transparency logs have a certificate for these names, and no entry watches them.
`;

function renderUnwatched(report: Report): Section {
  const rows = listUnwatchedNames(report).map(({ text, entry }) => [formatMessage(text), formatCode(entry)]);
  const section = createTable('Not watched', ['Name', 'Entry to add'], rows, IN_REPORT);
  return { ...section, after: UNWATCHED_NOTE };
}

// ---------------------------------------------------------------------------------------------- events

const EVENT_COLUMNS = ['Event', 'Certificate', 'State', 'Threshold'];

function renderNotifications(report: Report): Section {
  const title = report.dry_run ? 'Notifications that would be sent' : 'Notifications';
  const columns = [...EVENT_COLUMNS, 'Reason', 'Destination', 'Result'];
  return createTable(
    title,
    columns,
    listFiredDeliveries(report).map((one) => listNotificationCells(one, report)),
    IN_REPORT,
  );
}

const RESULTS = { sent: 'sent', failed: '**failed**', due: 'not sent', suppressed: 'suppressed' } as const;

function listNotificationCells({ event, delivery }: FiredDelivery, { dry_run }: Report): string[] {
  const { reason, destination, status } = delivery;
  const result = status === 'due' && dry_run ? 'would be sent' : RESULTS[status];
  return [...listEventCells(event, formatEventSubject(event)), reason, formatCode(destination), result];
}

function listEventCells(event: ReportEvent, subject: string): string[] {
  return [
    formatEventLabel(event.event),
    formatCode(subject),
    describeEvent(event),
    formatCode(event.threshold === null ? null : String(event.threshold)),
  ];
}

/** The finding or its resolution, else the time to expiry; for events without a certificate, the error. */
function describeEvent({ event, data }: ReportEvent): string {
  const { finding, error } = data;
  if (finding !== null && event === finding.event) return formatMessage(formatFinding(finding));
  if (finding !== null && event === 'certificate.recovered') return formatMessage(formatFindingResolved(finding));
  if (!hasExpiry(data)) return formatMessage(error?.detail ?? '');
  return event === 'certificate.unreachable' ? 'unreachable' : formatExpiry(data);
}

/** The reasons with their counts, and each event below: why somebody was not notified must be easy to find. */
function renderSuppressed(report: Report): Section[] {
  const reasons = groupSuppressed(report, formatCode).map(({ reason, total, byEvent }) => {
    const events = byEvent.map(
      ([event, number]) => formatEventLabel(event) + (byEvent.length === 1 ? '' : ` ${number}`),
    );
    return `- ${total} ${reason}: ${events.join(', ')}`;
  });
  const rows = report.events
    .filter(({ suppressed }) => suppressed)
    .map((event) => [...listEventCells(event, event.data.display_name), formatSuppression(event, formatCode)]);
  return [
    createSection('Suppressed', reasons, IN_REPORT),
    createFoldedTable(formatCount(rows.length, 'suppressed event'), [...EVENT_COLUMNS, 'Reason'], rows, IN_REPORT),
  ];
}
