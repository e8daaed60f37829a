/** The contents of an audit as text, which HTML and Markdown show alike. Names in it are untrusted, and not escaped. */

import type { PolicyOverview, ReportCertificate } from '../../generated/report.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { formatCount, formatMinute, formatNumber, formatShare } from '../format/labels.ts';
import { type Audit, type Exception, isDecided, isOfPolicy, type Undecided, type Violation } from './build.ts';
import type { Episode } from './episodes.ts';

export interface Row {
  cells: string[];
  /** `part`: belongs to the row before it. `bad`, `open` and `good`: the tone of its result. */
  style?: 'part' | 'bad' | 'open' | 'good';
}

export interface AuditSection {
  title: string;
  /** How to read it; empty: nothing to explain. */
  note: string;
  columns: readonly string[];
  rows: Row[];
  /** Instead of an empty table. */
  empty: string;
}

/** Where an audit comes from: names and values. */
export function listFacts(audit: Audit): [name: string, value: string][] {
  const { scan_id, evaluated_at, read_at, version, files, certificates, coverage } = audit;
  const decided = certificates.filter(isDecided).length;
  return [
    [
      'Scope',
      `${formatCount(certificates.length, 'certificate')} of ${formatCount(coverage.entries, 'entry', 'entries')}; policies decided for ${formatNumber(decided)}`,
    ],
    ['Evaluated', `${formatMinute(evaluated_at)} UTC`],
    ['Certificates read', read_at === null ? 'never' : `${formatMinute(read_at)} UTC`],
    ['Scan', scan_id],
    ['Made by', `certvigil ${version}`],
    ...files.map(({ name, sha256 }): [string, string] => [`SHA-256 of ${name}`, sha256]),
  ];
}

/** The result in sentences. */
export function summarizeAudit(audit: Audit): string[] {
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

export function listSections(audit: Audit): AuditSection[] {
  return [
    describePolicies(audit),
    describeViolations(audit),
    describeUndecided(audit),
    describeUnread(audit),
    describeExceptions(audit),
    describeOwners(audit),
    describeUncovered(audit),
    describeTrend(audit),
    describeEnded(audit),
  ];
}

// ---------------------------------------------------------------------------------------------- policies

const STATES: Record<PolicyOverview['state'], { label: string; style?: Row['style'] }> = {
  violated: { label: 'violated', style: 'bad' },
  undecided: { label: 'not decided', style: 'open' },
  met: { label: 'met', style: 'good' },
  'not-applicable': { label: 'checks nothing: no check applies', style: 'open' },
  'no-certificates': { label: 'checks nothing: matches no certificate', style: 'open' },
  disabled: { label: 'disabled' },
};

function describePolicies({ policies }: Audit): AuditSection {
  return {
    title: 'Policies',
    note: 'Each policy with its checks, and how many certificates pass.',
    columns: [
      'Policy and checks',
      'Severity',
      'Result',
      'Certificates',
      'Pass',
      'Violate',
      'Not decided',
      'Not applicable',
    ],
    rows: policies.flatMap((one) => {
      const { label, style } = STATES[one.state];
      const name = one.description === null ? one.policy : `${one.policy}: ${one.description}`;
      // What is disabled was not checked: it has no counts.
      const count = (counted: Counts) => (one.state === 'disabled' ? ['', '', '', '', ''] : listCounts(counted));
      const own = { cells: [name, one.severity, label, ...count(one)] };
      return [
        style === undefined ? own : { ...own, style },
        ...one.checks.map((check): Row => {
          return { cells: [`${check.check}: ${check.required}`, '', '', ...count(check)], style: 'part' };
        }),
      ];
    }),
    empty: 'The manifest has no policies.',
  };
}

type Counts = Pick<PolicyOverview, 'pass' | 'fail' | 'error' | 'skipped'>;

/** The sum first. */
function listCounts({ pass, fail, error, skipped }: Counts): string[] {
  return [pass + fail + error + skipped, pass, fail, error, skipped].map(formatNumber);
}

// ---------------------------------------------------------------------------------------------- violations

function describeViolations({ violations }: Audit): AuditSection {
  const expected = violations.every(isOfPolicy) ? '' : ' Policy expect: what the entry itself requires.';
  return {
    title: 'Violations',
    note: `Since: when the first notification was sent or silenced. Not recorded: no rule notifies about it.${expected}`,
    columns: ['Policy', 'Severity', 'Certificate', 'Owner', 'What is wrong', 'Since', 'Exception'],
    rows: violations.map((one): Row => {
      const { policy, severity, certificate, detail, episode } = one;
      const what = [policy, severity, formatCertificate(certificate), formatOwner(certificate), detail];
      return { cells: [...what, formatSince(episode), formatException(one)], style: 'bad' };
    }),
    empty: 'No certificate violates a policy.',
  };
}

function describeUndecided({ undecided }: Audit): AuditSection {
  return {
    title: 'Not decided',
    note: 'These certificates count neither as compliant nor as violations.',
    columns: ['Policy', 'Severity', 'Certificate', 'Owner', 'Why', 'When last evaluated'],
    rows: undecided.map(({ policy, severity, certificate, detail, episode }: Undecided): Row => {
      const last =
        episode === null
          ? 'no violation recorded'
          : `violated ${episode.isRecurrence ? '' : 'since '}${formatSince(episode)}`;
      const cells = [policy, severity, formatCertificate(certificate), formatOwner(certificate), detail, last];
      return { cells, style: 'open' };
    }),
    empty: 'Every policy was evaluated for every certificate that it matches.',
  };
}

function formatOwner({ owner }: { owner: string | null }): string {
  return owner ?? 'no owner';
}

const MAX_LOCATIONS = 3;

/** `shop at shop.example.com:443, a.example.com:443 and 2 more` */
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

/** The silence that is in force, or else who acknowledged the alert. */
function formatException({ silence, episode }: Violation): string {
  if (silence !== null) {
    const by = silence.created_by === null ? '' : ` (${silence.created_by})`;
    return `silenced until ${formatDay(silence.until)}: ${silence.reason}${by}`;
  }
  const { acknowledged = null } = episode ?? {};
  if (acknowledged === null) return 'none';
  const by = acknowledged.acknowledged_by === null ? '' : ` by ${acknowledged.acknowledged_by}`;
  return `acknowledged${by} on ${formatDay(acknowledged.acknowledged_at)}: ${acknowledged.reason}`;
}

// ---------------------------------------------------------------------------------------------- what is missing

function describeUnread({ coverage }: Audit): AuditSection {
  const { unread, not_observed, empty, lookups_failed = [], omitted = [] } = coverage;
  return {
    title: 'Not read',
    note: 'What this audit says about these is as of the last time they were read.',
    columns: ['Entry', 'Location', 'Why', 'Last read'],
    rows: [
      ...unread.map(({ certificate, location, code, never_read, last_read }): Row => {
        const last = last_read === null ? (never_read ? 'never' : 'unknown') : formatDay(last_read);
        return { cells: [certificate, location, code ?? 'unknown', last], style: 'open' };
      }),
      ...not_observed.map((entry): Row => ({ cells: [entry, '', 'its probe sent nothing', ''], style: 'open' })),
      ...empty.map((entry): Row => ({ cells: [entry, '', 'it has no location', ''], style: 'open' })),
      ...lookups_failed.map(({ certificate, records }): Row => {
        return { cells: [certificate, '', `its ${records} records could not be looked up`, ''], style: 'open' };
      }),
      ...omitted.map(({ entry, note }): Row => ({ cells: [entry, '', note.detail, ''] })),
    ],
    empty: 'Every location was read.',
  };
}

function describeExceptions({ exceptions }: Audit): AuditSection {
  return {
    title: 'Exceptions',
    note: 'A silence suppresses notifications. The violation still counts.',
    columns: ['Kind', 'What', 'Reason', 'Signed off by', 'Ends', 'Violations'],
    rows: exceptions.map(({ kind, scope, reason, by, until, isOver, violations }: Exception): Row => {
      const end = until === null ? 'never' : `${formatDay(until)}${isOver ? ' (over)' : ''}`;
      const count = violations === null ? '' : formatNumber(violations);
      return { cells: [kind, scope, reason ?? 'none given', by ?? 'not recorded', end, count] };
    }),
    empty: 'The manifest has no exceptions.',
  };
}

function describeOwners({ owners }: Audit): AuditSection {
  return {
    title: 'By owner',
    note: '',
    columns: ['Owner', 'Certificates', 'Violations', 'With a silence', 'Not decided'],
    rows: owners.map((one): Row => {
      const { certificates, violations, silenced, undecided } = one;
      const numbers = [certificates, violations, silenced, undecided].map(formatNumber);
      return { cells: [formatOwner(one), ...numbers], ...(violations > 0 && { style: 'bad' as const }) };
    }),
    empty: 'There are no certificates.',
  };
}

function describeUncovered({ uncovered }: Audit): AuditSection {
  return {
    title: 'Not covered by a policy',
    note: 'No policy matches these certificates, or none of its checks applies. By default, policies do not apply to CA certificates.',
    columns: ['Certificate', 'Owner', 'Issuer'],
    rows: uncovered.map((one): Row => ({ cells: [formatCertificate(one), formatOwner(one), one.issuer ?? ''] })),
    empty: 'Each certificate is checked by a policy.',
  };
}

// ---------------------------------------------------------------------------------------------- the past

function describeTrend({ months }: Audit): AuditSection {
  return {
    title: 'Trend',
    note: 'The last complete scan of each month. Notified violations: those that lasted on that day, and that a rule notified about.',
    columns: ['Day', 'Certificates', 'Expired', 'Notified violations', 'Score'],
    rows: months.map(({ day, certificates, expired, violations, score }): Row => {
      const numbers = [certificates, expired, violations].map(formatNumber);
      return { cells: [day, ...numbers, score === null ? 'none' : String(score)] };
    }),
    empty: 'The event log has no complete scan yet.',
  };
}

const ENDINGS: Readonly<Record<string, string>> = {
  'certificate.recovered': 'complies',
  'certificate.renewed': 'replaced',
  'certificate.removed': 'no longer in use',
};

function describeEnded({ ended }: Audit): AuditSection {
  return {
    title: 'Violations that are over',
    note: 'As long as the event log keeps them (event_log.retention_days).',
    columns: ['Policy', 'Entry', 'Common name', 'Since', 'Until', 'How it ended'],
    rows: ended.map(({ episode, common_name }): Row => {
      const { policy, certificate, ended: end } = episode;
      const how = end === null ? '' : (ENDINGS[end.event] ?? end.event);
      const times = [formatSince(episode), formatDay(end?.at ?? '')];
      return { cells: [policy, certificate, common_name ?? '', ...times, how] };
    }),
    empty: 'None is recorded.',
  };
}
