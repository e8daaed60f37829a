/** A scan's result in GitHub's Markdown, for the summary of a job: bounded in size, whatever the number of certificates. */

import { formatFinding, formatFindingResolved } from '../../domain/event-definitions.ts';
import type { Report, ReportCertificate, ReportEvent } from '../../generated/report.ts';
import type { AppError } from '../../lib/app-error.ts';
import {
  describeUnsavedLog,
  formatCount,
  formatDay,
  formatExpiry,
  formatHeadline,
  formatStatus,
  formatStatusCounts,
  formatSuppression,
  STATUS_MARKS,
} from '../format/labels.ts';
import { EMPTY_CELL, formatCode, formatMessage, formatRow, formatTableHead } from '../format/markdown.ts';
import { renderDocument, type Section } from '../format/markdown-document.ts';
import { renderExpiryChart } from './expiry-chart.ts';
import {
  collectFindings,
  countRuleWarnings,
  type FiredDelivery,
  formatEventSubject,
  groupDeliveryFailures,
  groupSuppressed,
  listFiredDeliveries,
  listUnreadablePlaces,
} from './select.ts';

export interface SummaryOptions {
  /** Bytes; GitHub takes 1 MiB a step. */
  limit?: number;
  /** Why the event log could not be saved, or null. */
  unsaved?: AppError | null;
}

/** Markdown that ends in a newline and takes at most `limit` bytes in UTF-8 (but for a limit under 2 KB). */
export function renderScanSummary(report: Report, { limit, unsaved = null }: SummaryOptions = {}): string {
  const ill = report.certificates.filter(({ status }) => status !== 'ok');
  const sections = [
    unsaved === null ? '' : formatFailure('The event log was NOT saved', unsaved, describeUnsavedLog(report.summary)),
    certificateSection(ill),
    renderExpiryChart(report) ?? '',
    foundSection(report),
    undeliveredSection(report),
    unreadableSection(report),
    firedSection(report),
    ...heldBackSections(report),
    notesSection(report),
    healthySection(report.certificates.filter(({ status }) => status === 'ok')),
  ];
  return renderDocument(heading(report), sections, renderFooter(report), limit);
}

/** What is shown instead, where there is no result to show. */
export function renderFailureSummary(error: AppError): string {
  return formatFailure('certvigil could not go on', error, '').trimStart();
}

export function formatFailure(title: string, error: AppError, consequence: string): string {
  const parts = [
    `${formatCode(error.code)}: ${formatMessage(error.message)}`,
    consequence,
    formatMessage(error.hint ?? ''),
  ];
  return `\n## ❌ ${title}\n\n${parts.filter((part) => part !== '' && part !== EMPTY_CELL).join('\n\n')}\n`;
}

function heading(report: Report): string {
  const { certificates, ok } = report.summary;
  const worst =
    certificates === ok ? `${formatCount(ok, 'certificate')} ok` : formatStatusCounts({ ...report.summary, ok: 0 });
  const [first] = report.certificates;
  const mark = first === undefined ? '⚪' : STATUS_MARKS[first.status];
  const title = certificates === 0 ? 'none scanned' : worst;
  return `## ${mark} Certificates: ${title}\n\n${formatHeadline(report).join('\n\n')}\n`;
}

function renderFooter(report: Report): string {
  const run = report.events[0]?.data.run_url;
  const link = run && /^https?:\/\/[\w.:/-]+$/.test(run) ? ` in [this run](${run})` : '';
  return `\nScan ${formatCode(report.scan_id)} of ${formatCode(report.scanned_at)}${link}\n`;
}

// ---------------------------------------------------------------------------------------------- sections

const IN_REPORT = 'which are in the JSON report';

interface Column {
  title: string;
  cell: (certificate: ReportCertificate) => string;
  /** Where no certificate of the table has it, there is no such column. */
  has?: (certificate: ReportCertificate) => boolean;
}

const COLUMNS: Column[] = [
  { title: 'Status', cell: (one) => `${STATUS_MARKS[one.status]} ${formatStatus(one)}` },
  { title: 'Days', cell: ({ days_remaining }) => String(days_remaining ?? EMPTY_CELL) },
  { title: 'Certificate', cell: ({ certificate }) => formatCode(certificate) },
  { title: 'Common name', cell: ({ common_name }) => formatCode(common_name ?? '') },
  {
    title: 'Valid to',
    cell: ({ effective_valid_to: end }) => (end === null ? EMPTY_CELL : formatCode(formatDay(end))),
  },
  { title: 'Where', cell: where },
  { title: 'Owner', cell: ({ owner }) => formatCode(owner ?? ''), has: ({ owner }) => owner !== null },
  {
    title: 'Renewal',
    cell: ({ renewal_instructions }) => formatCode(renewal_instructions ?? ''),
    has: ({ renewal_instructions }) => renewal_instructions !== null,
  },
];

function certificateSection(certificates: readonly ReportCertificate[]): Section {
  const columns = COLUMNS.filter(({ has }) => has === undefined || certificates.some(has));
  const lines = certificates.map((one) => formatRow(columns.map(({ cell }) => cell(one))));
  return { before: `\n${formatTableHead(columns.map(({ title }) => title))}\n`, lines, after: '', rest: IN_REPORT };
}

function healthySection(certificates: readonly ReportCertificate[]): Section {
  const section = certificateSection(certificates);
  const title = formatCount(certificates.length, 'certificate that is ok', 'certificates that are ok');
  return {
    ...section,
    before: `\n<details><summary>${title}</summary>\n${section.before}`,
    after: '\n</details>\n',
  };
}

function where({ places }: ReportCertificate): string {
  const [first] = places;
  if (first === undefined) return EMPTY_CELL;
  const unread = places.some(({ error }) => error !== null) ? ' (cannot be read now)' : '';
  return `${formatCode(first.location)}${places.length > 1 ? ` +${places.length - 1}` : ''}${unread}`;
}

function foundSection(report: Report): Section {
  const lines = collectFindings(report).map(({ certificate, what, detail }) =>
    formatRow([formatCode(certificate), formatMessage(what), formatMessage(detail)]),
  );
  const head = formatTableHead(['Certificate', 'What', 'Why, and what to do']);
  return { before: `\n### Found\n\n${head}\n`, lines, after: '', rest: IN_REPORT };
}

const UNREADABLE_NOTE =
  '\nSuch a place is judged by what was last seen there; it fires `certificate.unreachable` in the second scan that fails.\n';
const UNDELIVERED_NOTE = '\nThe next scan tries again what still holds.\n';

function unreadableSection(report: Report): Section {
  const lines = listUnreadablePlaces(report).map(({ certificate, location, error }) =>
    formatRow([formatCode(certificate), formatCode(location), formatCode(error.code), formatMessage(error.detail)]),
  );
  const head = formatTableHead(['Certificate', 'Place', 'Error', 'What happened']);
  return { before: `\n### Could not be read\n\n${head}\n`, lines, after: UNREADABLE_NOTE, rest: IN_REPORT };
}

function undeliveredSection(report: Report): Section {
  const lines = groupDeliveryFailures(report).map(({ destination, code: error, detail, events }) =>
    formatRow([formatCode(destination), String(events.length), formatCode(error), formatMessage(detail)]),
  );
  const head = formatTableHead(['Destination', 'Events', 'Error', 'What happened']);
  return { before: `\n### Could not be delivered\n\n${head}\n`, lines, after: UNDELIVERED_NOTE, rest: IN_REPORT };
}

function firedSection(report: Report): Section {
  const title = report.dry_run ? 'Would be told' : 'Told';
  const head = formatTableHead([
    'Event',
    'Certificate',
    'Common name',
    'What',
    'Threshold',
    'Reason',
    'Destination',
    'Result',
  ]);
  return {
    before: `\n### ${title}\n\n${head}\n`,
    lines: listFiredDeliveries(report).map(firedRow),
    after: '',
    rest: IN_REPORT,
  };
}

const RESULTS = { sent: 'sent', failed: '**failed**', due: 'would be sent', suppressed: 'held back' } as const;

function firedRow({ event, delivery }: FiredDelivery): string {
  return formatRow([
    formatCode(event.event),
    formatCode(formatEventSubject(event)),
    formatCode(event.data.common_name ?? ''),
    describeEvent(event),
    thresholdText(event.threshold),
    delivery.reason,
    formatCode(delivery.destination),
    RESULTS[delivery.status],
  ]);
}

/** What is found or over; else how far off the end is; of what has none, such as scans that did not run, what is wrong. */
function describeEvent({ event, data: { finding, days_remaining, error } }: ReportEvent): string {
  if (finding !== null && event === finding.event) return formatMessage(formatFinding(finding));
  if (finding !== null && event === 'certificate.recovered') return formatMessage(formatFindingResolved(finding));
  if (days_remaining === null) return formatMessage(error?.detail ?? '');
  return event === 'certificate.unreachable' ? 'cannot be read' : formatExpiry(days_remaining);
}

function thresholdText(threshold: ReportEvent['threshold']): string {
  return threshold === null ? EMPTY_CELL : formatCode(String(threshold));
}

/** The reasons with their numbers, and behind them each event: why somebody was not told must be found somewhere. */
function heldBackSections(report: Report): Section[] {
  const reasons = groupSuppressed(report, formatCode).map(({ why, total, byEvent }) => {
    const events = byEvent.map(([event, number]) => `${formatCode(event)} ${number}`).join(', ');
    return `- ${total} ${why}: ${events}`;
  });
  const each = report.events
    .filter(({ suppressed }) => suppressed)
    .map((event) =>
      formatRow([
        formatCode(event.event),
        formatCode(event.certificate),
        formatCode(event.data.common_name ?? ''),
        describeEvent(event),
        thresholdText(event.threshold),
        formatSuppression(event, formatCode),
      ]),
    );
  const head = formatTableHead(['Event', 'Certificate', 'Common name', 'What', 'Threshold', 'Why it was held back']);
  return [
    { before: '\n### Held back\n\n', lines: reasons, after: '', rest: IN_REPORT },
    {
      before: `\n<details><summary>${formatCount(each.length, 'event')} held back</summary>\n\n${head}\n`,
      lines: each,
      after: '\n</details>\n',
      rest: IN_REPORT,
    },
  ];
}

function notesSection(report: Report): Section {
  const lines = countRuleWarnings(report).map(
    ([note, times]) => `- ${formatMessage(note)}${times > 1 ? ` (${times} times)` : ''}`,
  );
  return { before: '\n### Rules to look at\n\n', lines, after: '', rest: IN_REPORT };
}
