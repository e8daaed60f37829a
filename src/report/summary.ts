/** A scan's result in GitHub's Markdown, for the summary of a job: bounded in size, whatever the number of certificates. */

import type { Report, ReportCertificate } from '../generated/report.ts';
import type { Status } from '../types.ts';
import { deliveryFailures, type FiredDelivery, firedDeliveries, heldBack, notesOf, unreadable } from './digest.ts';
import { code, row, tableHead } from './markdown.ts';
import { page, type Section } from './page.ts';
import { count, day, expiry, headline, REASON_WORDS, STATUS_WORDS, statusCounts } from './wording.ts';

export interface SummaryOptions {
  /** Bytes; GitHub takes 1 MiB a step. */
  limit?: number;
}

/** Markdown that ends in a newline and takes at most `limit` bytes in UTF-8 (but for a limit under 2 KB). */
export function renderSummary(report: Report, { limit }: SummaryOptions = {}): string {
  const sections = [
    certificateSection(report),
    unreadableSection(report),
    undeliveredSection(report),
    firedSection(report),
    heldBackSection(report),
    notesSection(report),
    healthySection(report),
  ];
  return page(heading(report), sections, footerOf(report), limit);
}

function heading(report: Report): string {
  const { certificates, ok } = report.summary;
  const worst = certificates === ok ? `${count(ok, 'certificate')} ok` : statusCounts({ ...report.summary, ok: 0 });
  return `## Certificates: ${certificates === 0 ? 'none scanned' : worst}\n\n${headline(report).join('\n\n')}\n`;
}

function footerOf(report: Report): string {
  const run = report.events[0]?.data.run_url;
  const link = run && /^https?:\/\/[\w.:/-]+$/.test(run) ? ` in [this run](${run})` : '';
  return `\nScan ${code(report.scan_id)} of ${code(report.scanned_at)}${link}\n`;
}

// ---------------------------------------------------------------------------------------------- sections

const IN_REPORT = 'which are in the JSON report';

const STATUS_MARKS: Record<Status, string> = {
  expired: '🔴',
  critical: '🟠',
  unknown: '⚪',
  not_yet_valid: '🔵',
  warning: '🟡',
  ok: '🟢',
};

const CERTIFICATE_TITLES = ['Status', 'Days', 'Certificate', 'Common name', 'Valid to', 'Where', 'Owner', 'Renewal'];

function certificateSection({ certificates }: Report): Section {
  const lines = certificates.filter(({ status }) => status !== 'ok').map(certificateRow);
  return { before: `\n${tableHead(CERTIFICATE_TITLES)}\n`, lines, after: '', rest: IN_REPORT };
}

function healthySection({ certificates }: Report): Section {
  const lines = certificates.filter(({ status }) => status === 'ok').map(certificateRow);
  const title = count(lines.length, 'certificate that is ok', 'certificates that are ok');
  return {
    before: `\n<details><summary>${title}</summary>\n\n${tableHead(CERTIFICATE_TITLES)}\n`,
    lines,
    after: '\n</details>\n',
    rest: IN_REPORT,
  };
}

function certificateRow(certificate: ReportCertificate): string {
  const { status, days_remaining, valid_to, common_name, owner, renewal_instructions } = certificate;
  return row([
    `${STATUS_MARKS[status]} ${STATUS_WORDS[status]}`,
    days_remaining === null ? '–' : String(days_remaining),
    code(certificate.certificate),
    code(common_name ?? ''),
    valid_to === null ? '–' : code(day(valid_to)),
    where(certificate),
    code(owner ?? ''),
    code(renewal_instructions ?? ''),
  ]);
}

function where({ places }: ReportCertificate): string {
  const [first] = places;
  if (first === undefined) return '–';
  const unread = places.some(({ error }) => error !== null) ? ' (cannot be read now)' : '';
  return `${code(first.location)}${places.length > 1 ? ` +${places.length - 1}` : ''}${unread}`;
}

function unreadableSection(report: Report): Section {
  const lines = unreadable(report).map(({ certificate, location, error }) =>
    row([code(certificate), code(location), code(error.code), code(error.detail)]),
  );
  const head = tableHead(['Certificate', 'Place', 'Error', 'What happened']);
  return { before: `\n### Could not be read\n\n${head}\n`, lines, after: '', rest: IN_REPORT };
}

function undeliveredSection(report: Report): Section {
  const lines = deliveryFailures(report).map(({ destination, code: error, detail, events }) =>
    row([code(destination), String(events.length), code(error), code(detail)]),
  );
  const head = tableHead(['Destination', 'Events', 'Error', 'What happened']);
  return { before: `\n### Could not be delivered\n\n${head}\n`, lines, after: '', rest: IN_REPORT };
}

function firedSection(report: Report): Section {
  const title = report.dry_run ? 'Would be told' : 'Told';
  const head = tableHead(['Event', 'Certificate', 'What', 'Threshold', 'Reason', 'Destination', 'Result']);
  return {
    before: `\n### ${title}\n\n${head}\n`,
    lines: firedDeliveries(report).map(firedRow),
    after: '',
    rest: IN_REPORT,
  };
}

const RESULTS = { sent: 'sent', failed: '**failed**', due: 'would be sent', suppressed: 'held back' } as const;

function firedRow({ event, delivery }: FiredDelivery): string {
  const { days_remaining } = event.data;
  return row([
    code(event.event),
    code(event.certificate),
    days_remaining === null ? '–' : expiry(days_remaining),
    event.threshold === null ? '–' : code(String(event.threshold)),
    delivery.reason,
    code(delivery.destination),
    RESULTS[delivery.status],
  ]);
}

function heldBackSection(report: Report): Section {
  const lines = heldBack(report).map(({ reason, total, byEvent }) => {
    const events = byEvent.map(([event, number]) => `${code(event)} ${number}`).join(', ');
    return `- ${total} ${REASON_WORDS[reason]}: ${events}`;
  });
  return { before: '\n### Held back\n\n', lines, after: '', rest: IN_REPORT };
}

function notesSection(report: Report): Section {
  const lines = notesOf(report).map(([note, times]) => `- ${code(note)}${times > 1 ? ` (${times} times)` : ''}`);
  return { before: '\n### Rules to look at\n\n', lines, after: '', rest: IN_REPORT };
}
