/** An audit for people: a page to print, or Markdown. */

import type { PolicyOverview, ReportCertificate } from '../../generated/report.ts';
import { formatDay, formatUtcMinute } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import {
  type Column,
  createDocument,
  createParagraph,
  createTable,
  type Document,
  type Fact,
  type Mark,
  type Paragraph,
  quoteMessage,
  quoteName,
  type Section,
  type Text,
} from '../document/model.ts';
import { describeCoverage, formatCount, formatNumber, formatShare } from '../format/labels.ts';
import { type Audit, type Exception, isDecided, isOfPolicy, type Undecided, type Violation } from './build.ts';
import type { Channel } from './channels.ts';
import type { Episode } from './episodes.ts';
import { createRow, isReadingRed, listUnread, type UnreadRow } from './unread.ts';

export function buildAuditDocument(audit: Audit): Document {
  return createDocument('Certificate policy audit', {
    subtitle: quoteMessage(audit.title),
    mark: chooseMark(audit),
    lead: summarizeAudit(audit).map((sentence) => createParagraph(sentence)),
    summary: [describeReading(audit)],
    sections: [
      { title: 'Evidence', blocks: [{ kind: 'facts', facts: listFacts(audit) }] },
      buildPolicySection(audit),
      buildViolationSection(audit),
      buildUndecidedSection(audit),
      buildUnreadSection(audit),
      buildExceptionSection(audit),
      buildOwnerSection(audit),
      buildUncoveredSection(audit),
      buildTrendSection(audit),
      buildChannelSection(audit),
      buildEndedSection(audit),
      { only: 'html', blocks: [{ kind: 'form', fields: ['Reviewed by', 'Date', 'Signature'] }] },
    ],
    rest: { markdown: 'in the report audit' },
  });
}

/** Chooses the mark of the result. Without policies, nothing was checked. */
function chooseMark({ violations, undecided, coverage, policies }: Audit): Mark {
  if (violations.length > 0) return 'bad';
  const enabled = policies.filter(({ state }) => state !== 'disabled');
  const isMet = enabled.length > 0 && enabled.every(({ state }) => state === 'met');
  return isMet && undecided.length === 0 && !isReadingRed(coverage) ? 'good' : 'caution';
}

/** Describes the reading by the rows of the section about it. */
function describeReading({ coverage }: Audit): Paragraph {
  const { complete, blind, text } = coverage;
  if (blind) return describeCoverage(coverage);
  if (listUnread(coverage).length === 0)
    return createParagraph(quoteMessage(text), complete ? {} : { mark: 'caution' });
  const mark = isReadingRed(coverage) ? 'bad' : 'caution';
  return createParagraph(['Not everything was read: ', { message: text }], { mark });
}

/** Lists the origin of an audit. */
function listFacts(audit: Audit): Fact[] {
  const { scan_id, evaluated_at, read_at, version, files, certificates, coverage } = audit;
  const decided = certificates.filter(isDecided).length;
  return [
    [
      'Scope',
      `${formatCount(certificates.length, 'certificate')} of ${formatCount(coverage.entries, 'entry', 'entries')}; policies decided for ${formatNumber(decided)}`,
    ],
    ['Evaluated', formatUtcMinute(evaluated_at)],
    ['Certificates read', read_at === null ? 'never' : formatUtcMinute(read_at)],
    ['Scan', quoteName(scan_id)],
    ['Made by', `certvigil ${version}`],
    ...files.map(({ name, sha256 }): Fact => [`SHA-256 of ${name}`, quoteName(sha256)]),
  ];
}

/** Summarizes the result in sentences. */
function summarizeAudit(audit: Audit): string[] {
  const { policies, violations, undecided, score, evaluated_at, read_at } = audit;
  const enabled = policies.filter(({ state }) => state !== 'disabled');
  const met = enabled.filter(({ state }) => state === 'met').length;
  const silenced = violations.filter(({ silence }) => silence !== null).length;
  const some = silenced === violations.length ? '' : `${formatNumber(silenced)} of them `;
  const share = silenced === 0 ? '' : `, ${some}with a silence in force`;
  return [
    enabled.length === 0
      ? 'The manifest has no policies.'
      : `${formatShare(met, enabled.length, 'policy', 'policies')} met.${score === null ? '' : ` Score ${score} of 100.`}`,
    `${formatCount(violations.length, 'violation')}${share}.`,
    ...(enabled.length === 0 || audit.certificates.some(isDecided)
      ? []
      : ['No certificate was evaluated: this audit is not evidence of compliance.']),
    ...(undecided.length === 0 ? [] : [`${formatCount(undecided.length, 'result')} could not be decided.`]),
    ...(read_at === evaluated_at
      ? []
      : [
          'This audit comes from the event log, which does not record everything that checks need. For a complete one, run certvigil scan --report audit=FILE.',
        ]),
  ];
}

/** Creates a table below its title and a note on how to read it; `empty` instead of an empty table. */
function createSection<Item>(
  [title, note, empty]: readonly [title: string, note: Text, empty: string],
  columns: readonly Column<Item>[],
  items: readonly Item[],
  describeRow?: (item: Item) => { isPart: boolean },
): Section {
  const table = createTable(columns, items, describeRow === undefined ? {} : { describeRow });
  return { title, blocks: [...(note === null ? [] : [createParagraph(note)]), table], empty };
}

// ---------------------------------------------------------------------------------------------- policies

const STATES: Readonly<Record<PolicyOverview['state'], Text>> = {
  violated: { mark: 'bad', text: 'violated' },
  undecided: { mark: 'caution', text: 'not decided' },
  met: { mark: 'good', text: 'met' },
  'not-applicable': { mark: 'caution', text: 'checks nothing: no check applies' },
  'no-certificates': { mark: 'caution', text: 'checks nothing: matches no certificate' },
  disabled: 'disabled',
};

/** A policy, or one of its checks. */
interface PolicyRow {
  name: string;
  /** The policy; null: a check. */
  policy: PolicyOverview | null;
  /** The counts; null for a disabled policy or check, which was not evaluated. */
  counts: Pick<PolicyOverview, 'pass' | 'fail' | 'error' | 'skipped'> | null;
}

const POLICY_COLUMNS: readonly Column<PolicyRow>[] = [
  { title: 'Policy and checks', cell: ({ name }) => quoteMessage(name) },
  { title: 'Severity', cell: ({ policy }) => policy?.severity ?? '' },
  { title: 'Result', cell: ({ policy }) => (policy === null ? '' : STATES[policy.state]) },
  {
    title: 'Certificates',
    align: 'right',
    cell: ({ counts }) => counts && counts.pass + counts.fail + counts.error + counts.skipped,
  },
  { title: 'Pass', align: 'right', cell: ({ counts }) => counts?.pass ?? null },
  { title: 'Violate', align: 'right', cell: ({ counts }) => counts?.fail ?? null },
  { title: 'Not decided', align: 'right', cell: ({ counts }) => counts?.error ?? null },
  { title: 'Not applicable', align: 'right', cell: ({ counts }) => counts?.skipped ?? null },
];

function buildPolicySection({ policies }: Audit): Section {
  const rows = policies.flatMap((policy): PolicyRow[] => {
    const name = policy.description === null ? policy.policy : `${policy.policy}: ${policy.description}`;
    const toCounts = (counts: NonNullable<PolicyRow['counts']>) => (policy.state === 'disabled' ? null : counts);
    return [
      { name, policy, counts: toCounts(policy) },
      ...policy.checks.map((check) => {
        return { name: `${check.check}: ${check.required}`, policy: null, counts: toCounts(check) };
      }),
    ];
  });
  return createSection(
    ['Policies', 'Each policy with its checks, and how many certificates pass.', 'The manifest has no policies.'],
    POLICY_COLUMNS,
    rows,
    ({ policy }) => ({ isPart: policy === null }),
  );
}

// ---------------------------------------------------------------------------------------------- violations

type Found = Pick<Undecided, 'policy' | 'severity' | 'certificate' | 'detail'>;

const FOUND_COLUMNS = [
  { title: 'Policy', cell: ({ policy }) => quoteName(policy) },
  { title: 'Severity', cell: ({ severity }) => severity },
  { title: 'Certificate', cell: ({ certificate }) => quoteMessage(formatCertificate(certificate)) },
  { title: 'Owner', cell: ({ certificate }) => formatOwner(certificate) },
] as const satisfies readonly Column<Found>[];

const VIOLATION_COLUMNS: readonly Column<Violation>[] = [
  ...FOUND_COLUMNS,
  { title: 'What is wrong', cell: ({ detail }) => quoteMessage(detail) },
  { title: 'Since', cell: ({ episode }) => formatSince(episode) },
  { title: 'Exception', cell: formatException },
];

function buildViolationSection({ violations }: Audit): Section {
  const expected = violations.every(isOfPolicy) ? '' : ' Policy expect: what the entry itself requires.';
  const note = `Since: when the first notification was sent or silenced. Not recorded: no rule notifies about it.${expected}`;
  return createSection(['Violations', note, 'No certificate violates a policy.'], VIOLATION_COLUMNS, violations);
}

const UNDECIDED_COLUMNS: readonly Column<Undecided>[] = [
  ...FOUND_COLUMNS,
  { title: 'Why', cell: ({ detail }) => quoteMessage(detail) },
  { title: 'When last evaluated', cell: ({ episode }) => formatLastResult(episode) },
];

function buildUndecidedSection({ undecided }: Audit): Section {
  const note = 'These certificates count neither as compliant nor as violations.';
  const empty = 'Every policy was evaluated for every certificate that it matches.';
  return createSection(['Not decided', note, empty], UNDECIDED_COLUMNS, undecided);
}

function formatLastResult(episode: Episode | null): string {
  if (episode === null) return 'no violation recorded';
  return `violated ${episode.isRecurrence ? '' : 'since '}${formatSince(episode)}`;
}

function formatOwner({ owner }: { owner: string | null }): Text {
  return owner === null ? 'no owner' : { code: owner };
}

const MAX_LOCATIONS = 3;

/** Formats `shop at shop.example.com:443, a.example.com:443 and 2 more`. */
function formatCertificate({ display_name, locations }: ReportCertificate): string {
  const list = truncateList(
    locations.map(({ location }) => location),
    MAX_LOCATIONS,
  );
  return display_name.includes(list) ? display_name : `${display_name} at ${list}`;
}

function formatSince(episode: Episode | null): string {
  if (episode === null) return 'not recorded';
  const day = formatDay(episode.since);
  return episode.isRecurrence ? `again, after ${day}` : day;
}

/** Formats the silence that is in force, or else the user who acknowledged the alert. */
function formatException({ silence, episode }: Violation): Text {
  if (silence !== null) {
    const by = silence.created_by === null ? '' : ` (${silence.created_by})`;
    return quoteMessage(`silenced until ${formatDay(silence.until)}: ${silence.reason}${by}`);
  }
  const { acknowledged = null } = episode ?? {};
  if (acknowledged === null) return 'none';
  const by = acknowledged.acknowledged_by === null ? '' : ` by ${acknowledged.acknowledged_by}`;
  return quoteMessage(`acknowledged${by} on ${formatDay(acknowledged.acknowledged_at)}: ${acknowledged.reason}`);
}

// ---------------------------------------------------------------------------------------------- missing results

const UNREAD_COLUMNS: readonly Column<UnreadRow>[] = [
  { title: 'Entry', cell: ({ entry }) => quoteName(entry) },
  { title: 'Location', cell: ({ location }) => quoteName(location) },
  { title: 'Why', cell: ({ reason }) => quoteMessage(reason) },
  { title: 'Last read', cell: ({ last }) => last },
];

function buildUnreadSection({ coverage }: Audit): Section {
  const omitted = (coverage.omitted ?? []).map(({ entry, note }) => createRow(entry, note.detail));
  const rows = [...listUnread(coverage), ...omitted];
  const note = 'What this audit says about these is as of the last time they were read.';
  return createSection(['Not read', note, 'Every location was read.'], UNREAD_COLUMNS, rows);
}

const EXCEPTION_COLUMNS: readonly Column<Exception>[] = [
  { title: 'Kind', cell: ({ kind }) => kind },
  { title: 'What', cell: ({ scope }) => quoteMessage(scope) },
  { title: 'Reason', cell: ({ reason }) => (reason === null ? 'none given' : { message: reason }) },
  { title: 'Signed off by', cell: ({ by }) => (by === null ? 'not recorded' : { code: by }) },
  {
    title: 'Ends',
    cell: ({ until, isOver }) => (until === null ? 'never' : `${formatDay(until)}${isOver ? ' (over)' : ''}`),
  },
  { title: 'Violations', align: 'right', cell: ({ violations }) => violations },
];

function buildExceptionSection({ exceptions }: Audit): Section {
  const note = 'A silence suppresses notifications. The violation still counts.';
  return createSection(['Exceptions', note, 'The manifest has no exceptions.'], EXCEPTION_COLUMNS, exceptions);
}

const OWNER_COLUMNS: readonly Column<Audit['owners'][number]>[] = [
  { title: 'Owner', cell: formatOwner },
  { title: 'Certificates', align: 'right', cell: ({ certificates }) => certificates },
  { title: 'Violations', align: 'right', cell: ({ violations }) => violations },
  { title: 'With a silence', align: 'right', cell: ({ silenced }) => silenced },
  { title: 'Not decided', align: 'right', cell: ({ undecided }) => undecided },
];

function buildOwnerSection({ owners }: Audit): Section {
  return createSection(['By owner', null, 'There are no certificates.'], OWNER_COLUMNS, owners);
}

const CHANNEL_COLUMNS: readonly Column<Channel>[] = [
  { title: 'Receiver', cell: ({ destination }) => quoteName(destination) },
  {
    title: 'Last delivered',
    cell: ({ delivered_at: at }) => (at === null ? { mark: 'caution', text: 'never' } : formatUtcMinute(at)),
  },
];

function buildChannelSection({ channels }: Audit): Section {
  const note =
    'When each receiver last accepted anything: an alert, a digest or a monthly test (settings.channel_test).';
  return createSection(['Receivers', note, 'No rule sends alerts.'], CHANNEL_COLUMNS, channels);
}

const UNCOVERED_COLUMNS: readonly Column<ReportCertificate>[] = [
  { title: 'Certificate', cell: (one) => quoteMessage(formatCertificate(one)) },
  { title: 'Owner', cell: formatOwner },
  { title: 'Issuer', cell: ({ issuer }) => quoteName(issuer) },
];

function buildUncoveredSection({ uncovered }: Audit): Section {
  const note =
    'No policy matches these certificates, or none of its checks applies. By default, policies do not apply to CA certificates.';
  const texts = ['Not covered by a policy', note, 'Each certificate is checked by a policy.'] as const;
  return createSection(texts, UNCOVERED_COLUMNS, uncovered);
}

// ---------------------------------------------------------------------------------------------- the past

const MONTH_COLUMNS: readonly Column<Audit['months'][number]>[] = [
  { title: 'Day', cell: ({ day }) => day },
  { title: 'Certificates', align: 'right', cell: ({ certificates }) => certificates },
  { title: 'Expired', align: 'right', cell: ({ expired }) => expired },
  { title: 'Notified violations', align: 'right', cell: ({ violations }) => violations },
  { title: 'Score', align: 'right', cell: ({ score }) => score ?? 'none' },
];

function buildTrendSection({ months }: Audit): Section {
  const note =
    'The last complete scan of each month. Notified violations: those that lasted on that day, and that a rule notified about.';
  const points = months.flatMap(({ day, score }) => (score === null ? [] : [{ day, value: score }]));
  const section = createSection(['Trend', note, 'The event log has no complete scan yet.'], MONTH_COLUMNS, months);
  const [first, ...others] = section.blocks;
  return first === undefined || points.length < 2
    ? section
    : { ...section, blocks: [first, { kind: 'curve', name: 'Policy score', points }, ...others] };
}

const ENDINGS: Readonly<Record<string, string>> = {
  'certificate.recovered': 'complies',
  'certificate.renewed': 'replaced',
  'certificate.removed': 'no longer in use',
};

const ENDED_COLUMNS: readonly Column<Audit['ended'][number]>[] = [
  { title: 'Policy', cell: ({ episode }) => quoteName(episode.policy) },
  { title: 'Entry', cell: ({ episode }) => quoteName(episode.certificate) },
  { title: 'Common name', cell: ({ common_name }) => quoteName(common_name) },
  { title: 'Since', cell: ({ episode }) => formatSince(episode) },
  { title: 'Until', cell: ({ episode }) => formatDay(episode.ended?.at ?? '') },
  {
    title: 'How it ended',
    cell: ({ episode: { ended } }) => (ended === null ? '' : (ENDINGS[ended.event] ?? ended.event)),
  },
];

function buildEndedSection({ ended }: Audit): Section {
  const note = ['As long as the event log keeps them (', { code: 'event_log.retention_days' }, ').'];
  return createSection(['Violations that are over', note, 'None is recorded.'], ENDED_COLUMNS, ended);
}
