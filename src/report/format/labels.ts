/** The words that reports use for statuses, reasons, numbers and distances in time. */

import { type Reason, STATUS_LABELS, type Status } from '../../domain/index.ts';
import type { Report, ReportCertificate, ReportEvent } from '../../generated/report.ts';

/** The order of every report, which differs from that of judging: what needs a person first stands first. */
const WORST_FIRST: readonly Status[] = ['expired', 'critical', 'unknown', 'not_yet_valid', 'warning', 'ok'];

export const STATUS_MARKS: Record<Status, string> = {
  expired: '🔴',
  critical: '🟠',
  unknown: '⚪',
  not_yet_valid: '🔵',
  warning: '🟡',
  ok: '🟢',
};

const REASON_LABELS: Record<Reason, string> = {
  first: 'first',
  escalated: 'escalated',
  repeat: 'repeat',
  retry: 'retry',
  cooldown: 'told within the cooldown',
  once: 'told already, and not repeated',
  silenced: 'silenced',
  quiet_hours: 'held back until the quiet hours are over',
  unmatched: 'wanted by no rule',
};

/** Why an event was held back; a silence by its end and its reason, which `quote` makes safe where it is shown. */
export function formatSuppression(
  { reason, silence }: Pick<ReportEvent, 'reason' | 'silence'>,
  quote: (text: string) => string,
): string {
  if (silence === undefined) return REASON_LABELS[reason];
  return `silenced until ${silence.until.replace('T00:00:00Z', '')} (${quote(silence.reason)})`;
}

/** `untrusted` and `revoked` say more than that it is critical. */
export function formatStatus({ status, findings }: Pick<ReportCertificate, 'status' | 'findings'>): string {
  if (status !== 'critical') return STATUS_LABELS[status];
  const has = (event: string) => findings.some((one) => one.event === event);
  if (has('certificate.revoked')) return 'revoked';
  return has('certificate.untrusted') ? 'untrusted' : STATUS_LABELS[status];
}

/** For sorting: the worse, the smaller. */
export function rankStatus(status: Status): number {
  return WORST_FIRST.indexOf(status);
}

/** `4,994`. Written here, as a locale takes 10 ms to be loaded: a fifth of a small scan. */
export function formatNumber(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 certificate`, `5,000 certificates`. */
export function formatCount(number: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(number)} ${number === 1 ? singular : plural}`;
}

/**
 * The distance to the end in words, from `days_remaining`, which is rounded down: 0 is the last day and -1 the first
 * one after it. The number said is the number that was judged.
 */
export function formatExpiry(daysRemaining: number): string {
  if (daysRemaining === 0) return 'expires within a day';
  if (daysRemaining === -1) return 'expired less than a day ago';
  return daysRemaining > 0
    ? `expires in ${formatCount(daysRemaining, 'day')}`
    : `expired ${formatCount(-daysRemaining, 'day')} ago`;
}

/** The day of an ISO time: `2027-03-01`. */
export function formatDay(time: string): string {
  return time.split('T', 1)[0] ?? time;
}

/** The counts of statuses, worst first, those of 0 left out: `2 expired, 1 critical, 4,994 ok`. */
export function formatStatusCounts(summary: Record<Status, number>): string {
  return WORST_FIRST.filter((status) => summary[status] > 0)
    .map((status) => `${formatNumber(summary[status])} ${STATUS_LABELS[status]}`)
    .join(', ');
}

/** The lines that sum a scan up. */
export function formatHeadline({ summary, dry_run }: Report): string[] {
  const { certificates, events_fired, events_suppressed, events_unmatched } = summary;
  const counted = formatCount(certificates, 'certificate');
  const held = formatNumber(events_suppressed + events_unmatched);
  const events = `${formatCount(events_fired, 'event')} ${dry_run ? 'would fire' : 'fired'}, ${held} held back.`;
  return [
    certificates === 0
      ? 'No certificate was scanned: the manifest has none that is enabled and selected.'
      : `${counted}: ${formatStatusCounts(summary)}.`,
    ...formatPolicies(summary),
    dry_run ? events : `${events} ${formatDeliveries(summary)}`,
    ...(dry_run ? ['Dry run: nothing was sent and nothing was recorded.'] : []),
  ];
}

function formatPolicies({ policies: found }: Report['summary']): string[] {
  if (found === undefined) return [];
  const { score, pass, fail, error } = found;
  if (score === null && error === 0) return [];
  const open = error === 0 ? '' : `, ${formatNumber(error)} could not be decided`;
  const total = score === null ? '' : ` Score ${score} of 100.`;
  return [`Policies: ${formatNumber(pass)} passed, ${formatNumber(fail)} failed${open}.${total}`];
}

function formatDeliveries({ deliveries_sent: sent, deliveries_failed: failed }: Report['summary']): string {
  if (sent + failed === 0) return 'Nothing was sent.';
  return `${formatCount(sent, 'delivery', 'deliveries')} sent, ${formatNumber(failed)} failed.`;
}

/** What follows from an event log that could not be saved. */
export function describeUnsavedLog({ deliveries_sent: sent }: Report['summary']): string {
  if (sent === 0) return 'Nothing was sent in this scan.';
  if (sent === 1) return 'What was sent will be sent again by the next scan.';
  return `The ${formatNumber(sent)} that were sent will be sent again by the next scan.`;
}
