/** The result of a scan for people: certificates worst first, then findings, failures, notifications, suppressed events. */

import { NOT_OBSERVED } from '../../domain/certificate.ts';
import { formatFinding, formatFindingResolved } from '../../domain/event-definitions.ts';
import { getWorstStatus } from '../../domain/severity.ts';
import type { Report, ReportCertificate, ReportDelivery, ReportEvent } from '../../generated/report.ts';
import type { AppError } from '../../lib/app-error.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { isCovered } from '../coverage/index.ts';
import { formatOmitted } from '../document/arrange.ts';
import {
  type Column,
  createDocument,
  createList,
  createParagraph,
  createTable,
  type Document,
  joinTexts,
  type Paragraph,
  quoteMessage,
  quoteName,
  type Section,
  type Text,
} from '../document/model.ts';
import {
  describeCoverage,
  describeScan,
  describeSuppression,
  describeUnsavedLog,
  formatCount,
  formatEventLabel,
  formatExpiry,
  formatStatus,
  formatStatusCounts,
  formatSubjectCount,
  hasExpiry,
} from '../format/labels.ts';
import { buildCertificateTable, type ListedCertificate } from './certificate-table.ts';
import {
  collectFindings,
  type DeliveryFailure,
  type FindingRow,
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
  type MissingGroup,
  type ReadFailure,
  type UnwatchedName,
} from './select.ts';
import { buildExpirySections } from './timeline.ts';
import { describeUnmonitored } from './unmonitored.ts';

/** The limit of certificates that are ok on a terminal. All certificates that need attention are shown. */
const MAX_HEALTHY = 20;
/** The limit of names in certificate transparency logs, which may be many after the first scan. */
const MAX_UNWATCHED = 10;
/** The limit of every other list on a terminal. */
const MAX_ROWS = 50;

/** Builds the document. `unsaved`: the error of saving the event log; null if it was saved. */
export function buildScanDocument(report: Report, { unsaved = null }: { unsaved?: AppError | null } = {}): Document {
  const { certificates, coverage } = report;
  const [worst] = certificates;
  const omitted = (coverage.omitted ?? []).map(({ note }) => createParagraph(quoteMessage(note.detail)));
  const unmonitored = describeUnmonitored(report).map((text) => createParagraph(quoteMessage(text)));
  const stores = formatTrustStores(report);
  return {
    title: `Certificates: ${formatTitle(certificates)}`,
    mark: !isCovered(coverage) ? 'expired' : worst === undefined ? 'unknown' : getWorstStatus(worst),
    lead: [describeCoverage(coverage), ...omitted],
    summary: [
      ...describeScan(report).map((text) => createParagraph(text)),
      ...unmonitored,
      ...describeReasons(coverage),
    ],
    sections: [
      ...(unsaved === null
        ? []
        : [buildUnsavedSection('The event log was NOT saved', unsaved, describeUnsavedLog(report.summary))]),
      ...buildCertificateSections(certificates),
      ...buildExpirySections(report),
      buildFindingSection(collectFindings(report)),
      buildReadFailureSection(listUnreadableLocations(report), [READ_FAILURE_NOTE]),
      buildMissingSection(report),
      buildUnwatchedSection(report),
      buildDeliveryFailureSection(report),
      buildNotificationSection(report),
      ...buildSuppressedSections(report),
      { title: 'Rule warnings', blocks: [createList(listRuleWarnings(report).map(quoteMessage), MAX_ROWS)] },
      buildHealthySection(certificates.filter(isHealthy)),
    ],
    footer: [describeOrigin(report), ...(stores === null ? [] : [createParagraph(quoteMessage(stores))])],
    rest: { terminal: '--format json shows all', markdown: 'see the JSON report' },
  };
}

/** Names the codes of a red run, with which a person finds out how to end it, or permits it. */
function describeReasons(coverage: Report['coverage']): Paragraph[] {
  if (isCovered(coverage)) return [];
  const open = coverage.reasons.filter(({ silenced_until }) => silenced_until === undefined);
  const codes = [...new Set(open.map(({ code }) => code))];
  const [first] = codes;
  if (first === undefined) return [];
  const names = joinTexts(codes.map((code) => ({ code })));
  return [
    createParagraph(['The run is red: ', ...names, '. What to do: ', { code: `certvigil explain ${first}` }, '.']),
  ];
}

/** Builds the summary of a run that failed before it had a result. */
export function buildFailureDocument(error: AppError): Document {
  return createDocument('certvigil failed', { mark: 'bad', lead: describeError(error) });
}

/** Builds the section about an unsaved record and its consequence. On a terminal, standard error has the same. */
export function buildUnsavedSection(title: string, error: AppError, consequence: string): Section {
  return { title, mark: 'bad', only: 'file', blocks: describeError(error, [createParagraph(consequence)]) };
}

function describeError({ code, message, hint }: AppError, consequence: readonly Paragraph[] = []): Paragraph[] {
  const fix = hint === undefined ? [] : [createParagraph({ message: hint })];
  return [createParagraph([{ code }, ': ', { message }]), ...consequence, ...fix];
}

function formatTitle(certificates: readonly ReportCertificate[]): string {
  if (certificates.length === 0) return 'none scanned';
  const problems = certificates.filter((one) => !isHealthy(one));
  return problems.length === 0
    ? `${formatSubjectCount(certificates)} ok`
    : formatStatusCounts(problems.map(formatStatus));
}

function describeOrigin({ scan_id, scanned_at, events }: Report): Paragraph {
  const link = events[0]?.data.run_url ?? '';
  const run: Text = link === '' ? '' : { link, text: 'this run' };
  const text = ['Scan ', { code: scan_id }, ' at ', { code: scanned_at }, ...(run === '' ? [] : [' in ', run])];
  return createParagraph(text, { only: 'file' });
}

// ---------------------------------------------------------------------------------------------- certificates

function isHealthy(certificate: ReportCertificate): boolean {
  return getWorstStatus(certificate) === 'ok';
}

function toListed(one: ReportCertificate): ListedCertificate {
  const failed = one.locations.flatMap(({ error }) => error ?? []);
  const locations = one.locations.map(({ location, error }) => ({ location, isRead: error === null }));
  return {
    described: one,
    status: getWorstStatus(one),
    label: formatStatus(one),
    valid_to: one.effective_valid_to,
    locations: locations.toSorted((a, b) => Number(a.isRead) - Number(b.isRead)),
    unread:
      failed.length === 0 ? null : failed.every(({ code }) => code === NOT_OBSERVED) ? 'not observed' : 'unreachable',
  };
}

/** Builds the sections of certificates. Markdown folds all that are ok, at its end; a terminal has some of them in the same table. */
function buildCertificateSections(certificates: readonly ReportCertificate[]): Section[] {
  const problems = certificates.filter((one) => !isHealthy(one));
  const listed = [...problems, ...certificates.filter(isHealthy).slice(0, MAX_HEALTHY)];
  const omitted = certificates.length - listed.length;
  const isUnread = listed.some(({ locations }) => locations.some(({ error }) => error !== null));
  const notes = [
    ...(omitted > 0 ? [formatOmitted(omitted, 'all ok; --format json shows all')] : []),
    ...(isUnread ? ['! unreachable; status based on the last successful read, if any'] : []),
  ];
  return [
    {
      only: 'terminal',
      blocks: [buildCertificateTable(listed, toListed), ...notes.map((note) => createParagraph(note))],
    },
    { only: 'file', blocks: [buildCertificateTable(problems, toListed)] },
  ];
}

function buildHealthySection(certificates: readonly ReportCertificate[]): Section {
  const title = `${formatSubjectCount(certificates)} ${certificates.length === 1 ? 'is' : 'are'} ok`;
  return { title, only: 'file', isFolded: true, blocks: [buildCertificateTable(certificates, toListed)] };
}

// ---------------------------------------------------------------------------------------------- findings, failures

const FINDING_COLUMNS: readonly Column<FindingRow>[] = [
  { title: 'Certificate', cell: ({ certificate }) => quoteName(certificate) },
  { title: 'Problem', cell: ({ what }) => quoteMessage(what) },
  { title: 'Details and fix', isDetail: true, cell: ({ detail }) => quoteMessage(detail) },
];

export function buildFindingSection(findings: readonly FindingRow[]): Section {
  return { title: 'Findings', blocks: [createTable(FINDING_COLUMNS, findings, { limit: MAX_ROWS })] };
}

const READ_FAILURE_COLUMNS: readonly Column<ReadFailure>[] = [
  { title: 'Certificate', cell: ({ certificate }) => quoteName(certificate) },
  { title: 'Location', lead: ' at ', cell: ({ location }) => quoteName(location) },
  { title: 'Error', lead: ': ', cell: ({ error }) => quoteName(error.code) },
  { title: 'Details', isDetail: true, cell: ({ error }) => quoteMessage(error.detail) },
];

const READ_FAILURE_NOTE = createParagraph(
  [
    'The status is based on the last successful read. ',
    { code: 'certificate.unreachable' },
    ' fires after two failed scans in a row.',
  ],
  { only: 'file' },
);

/** Builds the section of locations that this run could not read. */
export function buildReadFailureSection(failures: readonly ReadFailure[], notes: readonly Paragraph[] = []): Section {
  const table = createTable(READ_FAILURE_COLUMNS, failures, { limit: MAX_ROWS });
  return { title: 'Could not be read', blocks: [table, ...notes] };
}

const MISSING_COLUMNS: readonly Column<MissingGroup>[] = [
  { title: 'What', cell: (group) => quoteName(formatMissing(group)) },
  { title: 'Certificates', lead: ': ', cell: ({ entries }) => quoteName(truncateList(entries, MAX_MISSING)) },
  { title: 'Details', isDetail: true, cell: ({ detail }) => quoteMessage(detail) },
];

const MAX_MISSING = 20;

const MISSING_NOTE = createParagraph(
  [
    'The status is based on the last comparison. ',
    { code: 'certificate.unreachable' },
    ' fires once for each probe that is missing twice in a row.',
  ],
  { only: 'file' },
);

function buildMissingSection(report: Report): Section {
  const table = createTable(MISSING_COLUMNS, groupNotObserved(report));
  return { title: 'Not observed', blocks: [table, MISSING_NOTE] };
}

const UNWATCHED_COLUMNS: readonly Column<UnwatchedName>[] = [
  { title: 'Name', cell: ({ text }) => quoteMessage(text) },
  { title: 'Entry to add', isDetail: true, cell: ({ entry }) => quoteName(entry) },
];

const UNWATCHED_NOTE = createParagraph(
  'Certificate transparency logs have a certificate for these names, and no entry watches them.',
  { only: 'file' },
);

function buildUnwatchedSection(report: Report): Section {
  const table = createTable(UNWATCHED_COLUMNS, listUnwatchedNames(report), { limit: MAX_UNWATCHED });
  return { title: 'Not watched', blocks: [table, UNWATCHED_NOTE] };
}

const DELIVERY_FAILURE_COLUMNS: readonly Column<DeliveryFailure>[] = [
  { title: 'Destination', cell: ({ destination }) => quoteName(destination) },
  { title: 'Error', lead: ': ', cell: ({ code }) => quoteName(code) },
  { title: 'Events', lead: ', ', cell: describeLost },
  { title: 'Details', isDetail: true, cell: ({ detail }) => quoteMessage(detail) },
];

function describeLost({ events }: DeliveryFailure): Text {
  const [first] = events;
  if (events.length !== 1 || first === undefined) return formatCount(events.length, 'event');
  return [`${formatEventLabel(first.event)} for `, { code: first.data.display_name }];
}

function buildDeliveryFailureSection(report: Report): Section {
  const table = createTable(DELIVERY_FAILURE_COLUMNS, groupDeliveryFailures(report), { limit: MAX_ROWS });
  const note = createParagraph('The next scan retries alerts that are still active.');
  return { title: 'Failed deliveries', mark: 'bad', blocks: [table, note] };
}

// ---------------------------------------------------------------------------------------------- events

type EventRow = { event: ReportEvent; subject: string };

const EVENT_COLUMNS: readonly Column<EventRow>[] = [
  { title: 'Event', cell: ({ event }) => formatEventLabel(event.event) },
  { title: 'Certificate', shorten: 'end', cell: ({ subject }) => quoteName(subject) },
  { title: 'State', only: 'file', cell: ({ event }) => describeEvent(event) },
  { title: 'Threshold', cell: ({ event: { threshold } }) => quoteName(threshold === null ? null : String(threshold)) },
];

/** Describes the finding or its resolution, else the time to expiry and the renewal; for events without a certificate, the error. */
function describeEvent({ event, data }: ReportEvent): Text {
  const { finding, error } = data;
  if (finding !== null && event === finding.event) return quoteMessage(formatFinding(finding));
  if (finding !== null && event === 'certificate.recovered') return quoteMessage(formatFindingResolved(finding));
  if (!hasExpiry(data)) return quoteMessage(error?.detail ?? null);
  if (data.renewal_evidence !== undefined)
    return [formatExpiry(data), ', found ', { message: data.renewal_evidence.text }];
  return event === 'certificate.unreachable' ? 'unreachable' : formatExpiry(data);
}

const NOTIFICATION_COLUMNS: readonly Column<EventRow & { delivery: ReportDelivery; result: Text }>[] = [
  ...EVENT_COLUMNS,
  { title: 'Reason', cell: ({ delivery }) => delivery.reason },
  { title: 'Destination', shorten: 'end', cell: ({ delivery }) => quoteName(delivery.destination) },
  { title: 'Result', cell: ({ result }) => result },
];

function buildNotificationSection(report: Report): Section {
  const results: Readonly<Record<ReportDelivery['status'], Text>> = {
    sent: { mark: 'good', text: 'sent' },
    failed: { mark: 'bad', text: 'FAILED' },
    due: report.dry_run ? 'would be sent' : 'not sent',
    suppressed: 'suppressed',
  };
  const rows = listFiredDeliveries(report).map(({ event, delivery }) => {
    return { event, delivery, subject: formatEventSubject(event), result: results[delivery.status] };
  });
  const title = report.dry_run ? 'Notifications that would be sent' : 'Notifications';
  return { title, blocks: [createTable(NOTIFICATION_COLUMNS, rows, { limit: MAX_ROWS })] };
}

const SUPPRESSED_COLUMNS: readonly Column<EventRow>[] = [
  ...EVENT_COLUMNS,
  { title: 'Reason', cell: ({ event }) => describeSuppression(event) },
];

/** Builds the reasons with their counts, and each event below: it must be easy to find why a notification was not sent. */
function buildSuppressedSections(report: Report): Section[] {
  const reasons = groupSuppressed(report).map(({ reason, total, byEvent, silenced }) => {
    const events = byEvent.map(
      ([event, number]) => formatEventLabel(event) + (byEvent.length === 1 ? '' : ` ${number}`),
    );
    const names = silenced.length === 0 ? [] : [' for ', ...joinTexts(silenced.map(quoteName), MAX_ROWS)];
    return [...joinTexts([`${total} `, reason, `: ${events.join(', ')}`], undefined, ''), ...names];
  });
  const rows = report.events
    .filter(({ suppressed }) => suppressed)
    .map((event) => ({ event, subject: event.data.display_name }));
  return [
    { title: 'Suppressed', blocks: [createList(reasons)] },
    {
      title: formatCount(rows.length, 'suppressed event'),
      only: 'file',
      isFolded: true,
      blocks: [createTable(SUPPRESSED_COLUMNS, rows)],
    },
  ];
}
