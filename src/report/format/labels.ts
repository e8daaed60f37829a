/** Formats statuses, reasons, numbers, dates and the sentences that summarize a scan, for all reports. */

import { isCalledCertificate } from '../../domain/certificate-names.ts';
import { FINDING_NAMES, isOnlyByName, type Reason, STATUS_LABELS, type SubjectKind } from '../../domain/index.ts';
import { getWorstStatus, WORST_FIRST } from '../../domain/severity.ts';
import type { PolicyOverview, Report, ReportCertificate, ReportEvent } from '../../generated/report.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { formatCount, formatNumber } from '../../lib/text/count.ts';
import { createParagraph, type Paragraph, quoteMessage, type Text } from '../document/model.ts';

export { formatCount, formatNumber, formatShare } from '../../lib/text/count.ts';

const REASON_LABELS: Record<Reason, string> = {
  first: 'first',
  escalated: 'escalated',
  repeat: 'repeat',
  retry: 'retry',
  cooldown: 'within cooldown',
  once: 'already sent',
  silenced: 'silenced',
  muted: 'muted in the inventory',
  quiet_hours: 'deferred by quiet hours',
  no_action: 'taken by a rule without actions',
  unmatched: 'no matching rule',
};

/** Labels a location. A hard-coded date has no file or server. */
export function labelLocation(location: string): string {
  return location === 'declared' ? 'date in manifest' : location;
}

/** Describes why an event was suppressed. For a silence, its end and its reason. */
export function describeSuppression({ reason, silence }: Pick<ReportEvent, 'reason' | 'silence'>): Text {
  if (silence === undefined) return REASON_LABELS[reason];
  return [`silenced until ${silence.until.replace('T00:00:00Z', '')} (`, { code: silence.reason }, ')'];
}

/** Lists the code of each finding; for a policy, the code of each check that failed. */
export function listFindingCodes(findings: ReportCertificate['findings']): string[] {
  return [...new Set(findings.flatMap(({ code, checks }) => checks?.map((check) => check.code) ?? [code]))];
}

type Assessed = Pick<ReportCertificate, 'status' | 'findings'>;

/** Formats the worst status; `untrusted` or `revoked` instead of the less specific `critical`. */
export function formatStatus({ status, findings }: Assessed): string {
  const worst = getWorstStatus({ status, findings });
  if (worst !== 'critical') return STATUS_LABELS[worst];
  const has = (event: string) => findings.some((one) => one.event === event);
  if (has('certificate.revoked')) return 'revoked';
  return has('certificate.untrusted') ? 'untrusted' : STATUS_LABELS[worst];
}

const KIND_NOUNS: Readonly<Record<SubjectKind, string>> = {
  certificate: 'certificate',
  fixture: 'test certificate',
  domain: 'domain registration',
  date: 'date',
};

/** Formats `5,000 certificates`, `12 certificates, 1 domain registration and 2 dates`. */
export function formatSubjectCount(subjects: readonly Pick<ReportCertificate, 'kind' | 'what'>[]): string {
  const kinds = subjects.map((one) => (isCalledCertificate(one) ? 'certificate' : one.kind));
  const counts = (Object.keys(KIND_NOUNS) as SubjectKind[]).flatMap((kind) => {
    const number = kinds.filter((one) => one === kind).length;
    return number === 0 ? [] : formatCount(number, KIND_NOUNS[kind]);
  });
  return counts.length < 2 ? (counts[0] ?? '0 certificates') : `${counts.slice(0, -1).join(', ')} and ${counts.at(-1)}`;
}

/** Whether a row is not a certificate, but a domain whose certificate transparency logs could not be read. */
function isUnreadDomain({ fingerprint_sha256, locations }: ReportCertificate): boolean {
  return (
    fingerprint_sha256 === null && locations.length > 0 && locations.every(({ location }) => location.startsWith('ct:'))
  );
}

/** Formats `6 certificates: 1 expired, 5 ok`, and the domains of certificate transparency that could not be read. */
function formatCounts(report: Report): string {
  const domains = report.certificates.filter(isUnreadDomain);
  const certificates = report.certificates.filter((one) => !isUnreadDomain(one));
  const counted =
    certificates.length === 0
      ? []
      : [`${formatSubjectCount(certificates)}: ${formatStatusCounts(certificates.map(formatStatus))}.`];
  const unread =
    domains.length === 0
      ? []
      : [`The certificate transparency logs of ${formatCount(domains.length, 'domain')} could not be read.`];
  return [...counted, ...unread].join(' ');
}

/** Formats the common name of a certificate; for others, a description: `Domain registration of example.org`. */
export function formatCommonName(one: Pick<ReportCertificate, 'what' | 'common_name' | 'display_name'>): string | null {
  return isCalledCertificate(one) ? one.common_name : one.display_name;
}

interface Expiry {
  days_remaining: number;
  days_since_expiry: number | null;
}

/**
 * Formats the time to expiry, or since then: full days in both directions. The number before expiry is the one that thresholds were
 * compared with.
 */
export function formatExpiry({ days_remaining: left, days_since_expiry: since }: Expiry): string {
  if (since !== null) return since === 0 ? 'expired less than a day ago' : `expired ${formatCount(since, 'day')} ago`;
  return left === 0 ? 'expires within a day' : `expires in ${formatCount(left, 'day')}`;
}

/**
 * Formats the number in a column of days: full days until the expiry, or since it as a negative number, as in `formatExpiry`. Null if it is
 * unknown.
 */
export function formatDays(one: { days_remaining: number | null; days_since_expiry: number | null }): string | null {
  const { days_remaining: left, days_since_expiry: since } = one;
  if (left === null) return null;
  return String(since === null ? left : -since || 0);
}

/** Whether the expiry is known, so that it can be formatted. */
export function hasExpiry<T extends { days_remaining: number | null }>(one: T): one is T & { days_remaining: number } {
  return one.days_remaining !== null;
}

/** Formats `certificate.expiry_warning` as `expiry warning`. */
export function formatEventLabel(event: string): string {
  return event
    .replace(/^certificate\./, '')
    .replace(/[._]/g, ' ')
    .replace(/\bari\b/, 'ARI');
}

/** Formats `2026-11-17 02:00`, in UTC like all times of the log. */
export function formatMinute(time: string | null): string {
  return time === null ? '-' : time.slice(0, 16).replace('T', ' ');
}

const LABELS_WORST_FIRST: readonly string[] = WORST_FIRST.flatMap((status) =>
  status === 'critical' ? ['revoked', 'untrusted', STATUS_LABELS.critical] : STATUS_LABELS[status],
);

/** Formats the number of occurrences of each status, in the words of the table, worst first: `2 expired, 1 untrusted, 4,994 ok`. */
export function formatStatusCounts(statuses: readonly string[]): string {
  const groups = groupBy(statuses, (status) => status);
  return LABELS_WORST_FIRST.filter((status) => groups.has(status))
    .map((status) => `${formatNumber(groups.get(status)?.length ?? 0)} ${status}`)
    .join(', ');
}

/** Formats suppressed notifications of fired events: an event fires if one of its notifications is due. */
function formatPartlySuppressed({ events, deliveries }: Report): string {
  const fired = new Set(events.filter((event) => !event.suppressed).map(({ id }) => id));
  const count = deliveries.filter(({ status, event_id }) => status === 'suppressed' && fired.has(event_id)).length;
  const whose = fired.size === 1 ? 'its' : 'their';
  return count === 0 ? '' : ` (${formatNumber(count)} of ${whose} notifications suppressed)`;
}

/** Describes a scan in the sentences of its summary. */
export function describeScan(report: Report): Text[] {
  const { summary, dry_run } = report;
  const { certificates, events_fired, events_suppressed, events_unmatched } = summary;
  const suppressed = `${formatNumber(events_suppressed + events_unmatched)} suppressed`;
  const fired = `${formatCount(events_fired, 'event')} ${dry_run ? 'would fire' : 'fired'}`;
  const events = `${fired}${formatPartlySuppressed(report)}, ${suppressed}.`;
  return [
    certificates === 0
      ? 'No certificates scanned: no entry in the manifest is enabled and selected.'
      : formatCounts(report),
    ...describePolicies(report),
    ...formatUnhandledFindings(report),
    dry_run ? events : `${events} ${formatDeliveries(summary)}`,
    ...(dry_run ? ['Dry run: nothing was sent or recorded.'] : []),
  ];
}

const MAX_POLICIES = 5;

/** Describes the number of policies that are met, then each of the others. */
function describePolicies({ policies = [], summary, coverage }: Report): Text[] {
  const enabled = policies.filter(({ state }) => state !== 'disabled');
  if (enabled.length === 0) return [];
  const unmet = enabled.filter(({ state }) => state !== 'met');
  const score = summary.policies?.score ?? null;
  const total = score === null ? '' : ` Score ${score} of 100.`;
  const more = unmet.length - MAX_POLICIES;
  const isPart = coverage.scanned < coverage.entries;
  return [
    `Policies: ${formatNumber(enabled.length - unmet.length)} of ${formatNumber(enabled.length)} met.${total}`,
    ...unmet
      .slice(0, MAX_POLICIES)
      .map((one): Text => ['Policy ', { code: one.policy }, ` (${one.severity})${describeUnmet(one, isPart)}`]),
    ...(more > 0 ? [`${formatCount(more, 'more policy is', 'more policies are')} not met.`] : []),
  ];
}

/** Describes an unmet policy, after its name: `: 2 of 40 certificates violate it, 1 could not be checked.` */
function describeUnmet({ state, certificates, fail, error }: PolicyOverview, isPart: boolean): string {
  if (state === 'no-certificates')
    return ` matches no certificate${isPart ? ' of this scan' : ', so it checks nothing'}.`;
  if (state === 'not-applicable') {
    return ` checks nothing: no check applies to ${certificates === 1 ? 'the certificate that it matches' : `any of the ${formatNumber(certificates)} certificates that it matches`}.`;
  }
  const of = `of ${formatCount(certificates, 'certificate')}`;
  const unchecked = `${formatNumber(error)} could not be checked`;
  if (fail === 0) return `: ${formatNumber(error)} ${of} could not be checked.`;
  return `: ${formatNumber(fail)} ${of} ${fail === 1 ? 'violates' : 'violate'} it${error > 0 ? `, ${unchecked}` : ''}.`;
}

/** Formats findings without a matching rule, although they are as severe as an expiry. */
function formatUnhandledFindings({ events }: Report): string[] {
  const unhandled = events.filter(
    ({ event, reason, data, without_rule }) =>
      reason === 'unmatched' &&
      // The coverage line names these, and the rule warnings explain them.
      without_rule === undefined &&
      FINDING_NAMES.some((name) => name === event) &&
      data.finding?.event === event &&
      data.finding.severity !== 'info' &&
      // A test certificate that expires is a failing test case, also without a rule.
      !isOnlyByName(event),
  );
  if (unhandled.length === 0) return [];
  const names = [...new Set(unhandled.map(({ event }) => event))].sort(compareText);
  const what = `${formatCount(unhandled.length, 'finding')}, so nobody is notified`;
  return [`No rule handles ${what}. Add ${names.join(', ')} to the events of a rule.`];
}

function formatDeliveries({ deliveries_sent: sent, deliveries_failed: failed }: Report['summary']): string {
  if (sent + failed === 0) return 'Nothing was sent.';
  return `${formatCount(sent, 'delivery', 'deliveries')} sent, ${formatNumber(failed)} failed.`;
}

/** Describes the consequence of an event log that could not be saved. */
export function describeUnsavedLog({ deliveries_sent: sent }: Report['summary']): string {
  if (sent === 0) return 'This scan sent no notifications, so nothing will be resent.';
  const notifications = sent === 1 ? 'notification' : `${formatNumber(sent)} notifications`;
  return `The next scan will resend the ${notifications} that this scan sent.`;
}

/** The note about a digest that was not recorded. */
export const UNSAVED_DIGEST_NOTE = 'The next digest will list the same renewals again.';

/** Describes the coverage, with a mark if it is not complete. */
export function describeCoverage({ text, complete }: { text: string; complete: boolean }): Paragraph {
  return createParagraph(quoteMessage(text), complete ? {} : { mark: 'bad' });
}
