/** A scan's result in GitHub's Markdown, for the summary of a job: bounded in size, whatever the number of certificates. */

import { findingOverText, findingText } from '../../domain/finding-messages.ts';
import type { Report, ReportCertificate, ReportEvent } from '../../generated/report.ts';
import type { AppError } from '../../lib/app-error.ts';
import {
  count,
  day,
  expiry,
  headline,
  heldBackText,
  STATUS_MARKS,
  statusCounts,
  statusWord,
  unsavedConsequence,
} from '../format/labels.ts';
import { code, NOTHING, prose, row, tableHead } from '../format/markdown.ts';
import { page, type Section } from '../format/markdown-page.ts';
import { expiryChart } from './expiry-chart.ts';
import {
  deliveryFailures,
  type FiredDelivery,
  firedDeliveries,
  foundOf,
  heldBack,
  notesOf,
  unreadable,
  whoseEvent,
} from './select.ts';

export interface SummaryOptions {
  /** Bytes; GitHub takes 1 MiB a step. */
  limit?: number;
  /** Why the event log could not be saved, or null. */
  unsaved?: AppError | null;
}

/** Markdown that ends in a newline and takes at most `limit` bytes in UTF-8 (but for a limit under 2 KB). */
export function renderSummary(report: Report, { limit, unsaved = null }: SummaryOptions = {}): string {
  const ill = report.certificates.filter(({ status }) => status !== 'ok');
  const sections = [
    unsaved === null ? '' : problemText('The event log was NOT saved', unsaved, unsavedConsequence(report.summary)),
    certificateSection(ill),
    expiryChart(report) ?? '',
    foundSection(report),
    undeliveredSection(report),
    unreadableSection(report),
    firedSection(report),
    ...heldBackSections(report),
    notesSection(report),
    healthySection(report.certificates.filter(({ status }) => status === 'ok')),
  ];
  return page(heading(report), sections, footerOf(report), limit);
}

/** What is shown instead, where there is no result to show. */
export function renderProblem(error: AppError): string {
  return problemText('certvigil could not go on', error, '').trimStart();
}

export function problemText(title: string, error: AppError, consequence: string): string {
  const parts = [`${code(error.code)}: ${prose(error.message)}`, consequence, prose(error.hint ?? '')];
  return `\n## ❌ ${title}\n\n${parts.filter((part) => part !== '' && part !== NOTHING).join('\n\n')}\n`;
}

function heading(report: Report): string {
  const { certificates, ok } = report.summary;
  const worst = certificates === ok ? `${count(ok, 'certificate')} ok` : statusCounts({ ...report.summary, ok: 0 });
  const [first] = report.certificates;
  const mark = first === undefined ? '⚪' : STATUS_MARKS[first.status];
  const title = certificates === 0 ? 'none scanned' : worst;
  return `## ${mark} Certificates: ${title}\n\n${headline(report).join('\n\n')}\n`;
}

function footerOf(report: Report): string {
  const run = report.events[0]?.data.run_url;
  const link = run && /^https?:\/\/[\w.:/-]+$/.test(run) ? ` in [this run](${run})` : '';
  return `\nScan ${code(report.scan_id)} of ${code(report.scanned_at)}${link}\n`;
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
  { title: 'Status', cell: (one) => `${STATUS_MARKS[one.status]} ${statusWord(one)}` },
  { title: 'Days', cell: ({ days_remaining }) => String(days_remaining ?? NOTHING) },
  { title: 'Certificate', cell: ({ certificate }) => code(certificate) },
  { title: 'Common name', cell: ({ common_name }) => code(common_name ?? '') },
  { title: 'Valid to', cell: ({ effective_valid_to: end }) => (end === null ? NOTHING : code(day(end))) },
  { title: 'Where', cell: where },
  { title: 'Owner', cell: ({ owner }) => code(owner ?? ''), has: ({ owner }) => owner !== null },
  {
    title: 'Renewal',
    cell: ({ renewal_instructions }) => code(renewal_instructions ?? ''),
    has: ({ renewal_instructions }) => renewal_instructions !== null,
  },
];

function certificateSection(certificates: readonly ReportCertificate[]): Section {
  const columns = COLUMNS.filter(({ has }) => has === undefined || certificates.some(has));
  const lines = certificates.map((one) => row(columns.map(({ cell }) => cell(one))));
  return { before: `\n${tableHead(columns.map(({ title }) => title))}\n`, lines, after: '', rest: IN_REPORT };
}

function healthySection(certificates: readonly ReportCertificate[]): Section {
  const section = certificateSection(certificates);
  const title = count(certificates.length, 'certificate that is ok', 'certificates that are ok');
  return {
    ...section,
    before: `\n<details><summary>${title}</summary>\n${section.before}`,
    after: '\n</details>\n',
  };
}

function where({ places }: ReportCertificate): string {
  const [first] = places;
  if (first === undefined) return NOTHING;
  const unread = places.some(({ error }) => error !== null) ? ' (cannot be read now)' : '';
  return `${code(first.location)}${places.length > 1 ? ` +${places.length - 1}` : ''}${unread}`;
}

function foundSection(report: Report): Section {
  const lines = foundOf(report).map(({ certificate, what, detail }) =>
    row([code(certificate), prose(what), prose(detail)]),
  );
  const head = tableHead(['Certificate', 'What', 'Why, and what to do']);
  return { before: `\n### Found\n\n${head}\n`, lines, after: '', rest: IN_REPORT };
}

const UNREADABLE_NOTE =
  '\nSuch a place is judged by what was last seen there; it fires `certificate.unreachable` in the second scan that fails.\n';
const UNDELIVERED_NOTE = '\nThe next scan tries again what still holds.\n';

function unreadableSection(report: Report): Section {
  const lines = unreadable(report).map(({ certificate, location, error }) =>
    row([code(certificate), code(location), code(error.code), prose(error.detail)]),
  );
  const head = tableHead(['Certificate', 'Place', 'Error', 'What happened']);
  return { before: `\n### Could not be read\n\n${head}\n`, lines, after: UNREADABLE_NOTE, rest: IN_REPORT };
}

function undeliveredSection(report: Report): Section {
  const lines = deliveryFailures(report).map(({ destination, code: error, detail, events }) =>
    row([code(destination), String(events.length), code(error), prose(detail)]),
  );
  const head = tableHead(['Destination', 'Events', 'Error', 'What happened']);
  return { before: `\n### Could not be delivered\n\n${head}\n`, lines, after: UNDELIVERED_NOTE, rest: IN_REPORT };
}

function firedSection(report: Report): Section {
  const title = report.dry_run ? 'Would be told' : 'Told';
  const head = tableHead([
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
    lines: firedDeliveries(report).map(firedRow),
    after: '',
    rest: IN_REPORT,
  };
}

const RESULTS = { sent: 'sent', failed: '**failed**', due: 'would be sent', suppressed: 'held back' } as const;

function firedRow({ event, delivery }: FiredDelivery): string {
  return row([
    code(event.event),
    code(whoseEvent(event)),
    code(event.data.common_name ?? ''),
    told(event),
    thresholdText(event.threshold),
    delivery.reason,
    code(delivery.destination),
    RESULTS[delivery.status],
  ]);
}

/** What is found or over; else how far off the end is; of what has none, such as scans that did not run, what is wrong. */
function told({ event, data: { finding, days_remaining, error } }: ReportEvent): string {
  if (finding !== null && event === finding.event) return prose(findingText(finding));
  if (finding !== null && event === 'certificate.recovered') return prose(findingOverText(finding));
  if (days_remaining === null) return prose(error?.detail ?? '');
  return event === 'certificate.unreachable' ? 'cannot be read' : expiry(days_remaining);
}

function thresholdText(threshold: ReportEvent['threshold']): string {
  return threshold === null ? NOTHING : code(String(threshold));
}

/** The reasons with their numbers, and behind them each event: why somebody was not told must be found somewhere. */
function heldBackSections(report: Report): Section[] {
  const reasons = heldBack(report, code).map(({ why, total, byEvent }) => {
    const events = byEvent.map(([event, number]) => `${code(event)} ${number}`).join(', ');
    return `- ${total} ${why}: ${events}`;
  });
  const each = report.events
    .filter(({ suppressed }) => suppressed)
    .map((event) =>
      row([
        code(event.event),
        code(event.certificate),
        code(event.data.common_name ?? ''),
        told(event),
        thresholdText(event.threshold),
        heldBackText(event, code),
      ]),
    );
  const head = tableHead(['Event', 'Certificate', 'Common name', 'What', 'Threshold', 'Why it was held back']);
  return [
    { before: '\n### Held back\n\n', lines: reasons, after: '', rest: IN_REPORT },
    {
      before: `\n<details><summary>${count(each.length, 'event')} held back</summary>\n\n${head}\n`,
      lines: each,
      after: '\n</details>\n',
      rest: IN_REPORT,
    },
  ];
}

function notesSection(report: Report): Section {
  const lines = notesOf(report).map(([note, times]) => `- ${prose(note)}${times > 1 ? ` (${times} times)` : ''}`);
  return { before: '\n### Rules to look at\n\n', lines, after: '', rest: IN_REPORT };
}
