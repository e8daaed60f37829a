/** What people must see in pages: the cells of all tables, without an element, a link or a mention that a value caused. */

import { HTML, MARKDOWN, type Medium, toSelectable, toShown, toVisible } from './clean.ts';
import { DAY_MS, getExpiry, getStatus, SCAN, toDay } from './expect-data.ts';
import type { CertificateValues, KnownName, Values } from './random-values.ts';

type Row = readonly string[];

interface Page {
  /** What should not be there, such as an element that values caused. */
  stray: string[];
  /** The first paragraph. */
  first: string;
  tables: Row[][];
}

/** Says what is seen in each report for people. */
export function expectPages(values: Values): Record<string, unknown> {
  return {
    markdown: { ...expectScan(values.certificates), chart: expectChart(values.certificates) },
    watched: expectWatched(values.known),
    audit: { ...expectAudit(values, HTML), window: toShown(`Certificate policy audit: ${toVisible(values.title)}`) },
    'audit-markdown': expectAudit(values, MARKDOWN),
    html: expectDashboard(values),
  };
}

function createPage(first: string, tables: readonly (readonly Row[])[]): Page {
  // A table without rows is left out.
  const shown = tables.filter(({ length }) => length > 1).map((rows) => rows.map((row) => row.map(toShown)));
  return { stray: [], first: toShown(first), tables: shown };
}

const isBlank = (text: string) => text.trim() === '';

// ---------------------------------------------------------------------------------------------- a scan

const COVERAGE = '1 entry, 1 location: all read, all alerts delivered.';
const SYMBOLS = { expired: '🔴', critical: '🟠', warning: '🟡', ok: '🟢' } as const;

function expectScan(certificates: readonly CertificateValues[]): Page {
  const isOk = ({ days }: CertificateValues) => getStatus(days) === 'ok';
  return createPage(COVERAGE, [
    expectCertificates(certificates.filter((one) => !isOk(one))),
    expectFindings(certificates),
    expectCertificates(certificates.filter(isOk)),
  ]);
}

type Column = readonly [title: string, cell: (one: CertificateValues) => string];

/** Columns that no certificate has a value for are left out. */
function expectCertificates(certificates: readonly CertificateValues[]): Row[] {
  const { name } = MARKDOWN;
  const optional = (column: Column, get: (one: CertificateValues) => string) =>
    certificates.every((one) => isBlank(get(one))) ? [] : [column];
  const columns: readonly Column[] = [
    ['Status', ({ days }) => `${SYMBOLS[getStatus(days)]} ${getStatus(days)}`],
    ['Days', ({ days }) => String(days < 0 ? days + 1 : days)],
    ['Certificate', (one) => name(one.name)],
    ['Common name', (one) => name(one.common_name)],
    ['Valid to', (one) => toDay(getExpiry(one))],
    ['Location', ({ locations: [first = '', ...others] }) => name(first) + countOthers(others)],
    ...optional(['Owner', (one) => name(one.owner)], ({ owner }) => owner),
    ...optional(
      ['How to renew', (one) => formatInstructions(one.renewal_instructions)],
      (one) => one.renewal_instructions,
    ),
  ];
  return [columns.map(([title]) => title), ...certificates.map((one) => columns.map(([, cell]) => cell(one)))];
}

const countOthers = ({ length }: readonly string[]) => (length === 0 ? '' : ` +${length}`);

/** Backticks, which make code, are not compared. */
function formatInstructions(text: string): string {
  const lines = text.trim().split(/\r\n|[\r\n]/);
  return isBlank(text) ? '–' : lines.map(toVisible).join(' ').replaceAll('`', '');
}

/** Findings with the same detail are one row. */
function expectFindings(certificates: readonly CertificateValues[]): Row[] {
  const details = [...new Set(certificates.map(({ detail }) => detail))];
  const rows = details.map((detail) => {
    const names = certificates.filter((one) => one.detail === detail).map((one) => one.name);
    const all = names.length === 1 ? (names[0] ?? '') : `Each of ${names.length} certificates (${names.join(', ')})`;
    return [MARKDOWN.name(all), 'violates policy keys', MARKDOWN.message(detail)];
  });
  return [['Certificate', 'Problem', 'Details and fix'], ...rows];
}

/** The bars of the chart by status, in the order of the first of each: from the scan to the expiry, or two weeks back at most. */
function expectChart(certificates: readonly CertificateValues[]): Row[] {
  const back = SCAN - 14 * DAY_MS;
  const bars = certificates
    .filter(({ days }) => days <= 100)
    .map((one) => {
      const expiry = getExpiry(one).getTime();
      const times = expiry < SCAN ? [Math.max(expiry, back), SCAN] : [SCAN, expiry];
      const [from, to] = times.map((time) => toDay(new Date(time)));
      return [getStatus(one.days), from ?? '', from === to ? '1d' : (to ?? '')];
    });
  const statuses = [...new Set(bars.map(([status]) => status))];
  return statuses.flatMap((status) => bars.filter(([own]) => own === status));
}

// ---------------------------------------------------------------------------------------------- known names

function expectWatched(known: readonly KnownName[]): Page {
  const { name, message } = MARKDOWN;
  const select = (state: string) => known.filter((one) => one.state === state);
  const [watched, open] = [select('watched').length, select('unwatched').length];
  const total = watched + open;
  const unit = total === 1 ? 'known name or certificate' : 'known names and certificates';
  const first = total === 0 ? 'Nothing is known that has to be watched.' : `Watched: ${watched} of ${total} ${unit}.`;
  const listSources = ({ sources }: KnownName) =>
    sources.length === 0 ? '–' : `${sources.slice(0, 3).map(name).join(', ')}${countMore(sources.length)}`;
  return createPage(first, [
    [
      ['Name', 'Kind', 'Named by', 'Entry to add'],
      ...select('unwatched').map((one) => [name(one.value), 'host', listSources(one), formatProposal(one)]),
    ],
    [['Name', 'Entry'], ...select('undeclared').map(({ value, note }) => [name(value), name(note)])],
    [['Name', 'Kind', 'Reason'], ...select('ignored').map(({ value, note }) => [name(value), 'host', message(note)])],
    [
      ['Name', 'Kind', 'Named by', 'Entry'],
      ...select('watched').map((one) => [name(one.value), 'host', listSources(one), name(one.note)]),
    ],
  ]);
}

const countMore = (length: number) => (length > 3 ? ` and ${length - 3} more` : '');

/** A text that is shown as it is, also in YAML in a table. */
const isSimple = (text: string) => /^[ -{}~]{0,30}$/.test(text) && !/^ | {2}| $/.test(text);

/** The entry that PyYAML reads, if it is short. */
function formatProposal({ value, note }: KnownName): string {
  return isSimple(value) && isSimple(note) ? `[new] [${value}] [${note}]` : 'not read';
}

// ---------------------------------------------------------------------------------------------- audits

function expectAudit({ certificates, title, reason, author }: Values, medium: Medium): Page {
  const { name, message, none } = medium;
  const all = String(certificates.length);
  const owner = (text: string) => name(text);
  const until = `silenced until 2026-12-01: ${reason} (${author})`;
  const mark = medium === MARKDOWN ? '❌ ' : '';
  const sorted = certificates.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  // A blank title is left out of Markdown.
  const first = medium === MARKDOWN && isBlank(title) ? '0 of 1 policy met.' : message(title);
  return createPage(first, [
    [
      ['Policy and checks', 'Severity', 'Result', 'Certificates', 'Pass', 'Violate', 'Not decided', 'Not applicable'],
      ['keys', 'critical', `${mark}violated`, all, '0', all, '0', '0'],
      ['min_key_size: 2048', none, none, '0', '0', '0', '0', '0'],
    ],
    [
      ['Policy', 'Severity', 'Certificate', 'Owner', 'What is wrong', 'Since', 'Exception'],
      ...sorted.map((one) => {
        const places = one.locations.slice(0, 3).join(', ') + countMore(one.locations.length);
        const certificate = one.name.includes(places) ? one.name : `${one.name} at ${places}`;
        const found = ['keys', 'info', message(certificate), owner(one.owner), message(one.detail)];
        return [...found, 'not recorded', message(until)];
      }),
    ],
    [
      ['Kind', 'What', 'Reason', 'Signed off by', 'Ends', 'Violations'],
      ['Silence', 'certificate.policy_violation', message(reason), name(author), '2026-12-01', all],
    ],
    [['Owner', 'Certificates', 'Violations', 'With a silence', 'Not decided'], ...countOwners(certificates, owner)],
  ]);
}

/** The owners with the most violations first, then by name. */
function countOwners(certificates: readonly CertificateValues[], format: (owner: string) => string): Row[] {
  const owners = [...new Set(certificates.map(({ owner }) => owner))];
  const counts = owners.map((owner) => ({ owner, own: certificates.filter((one) => one.owner === owner).length }));
  return counts
    .sort((a, b) => b.own - a.own || (a.owner < b.owner ? -1 : 1))
    .map(({ owner, own }) => [format(owner), String(own), String(own), String(own), '0']);
}

// ---------------------------------------------------------------------------------------------- the dashboard

function expectDashboard({ certificates, known, title }: Values) {
  const toMinute = (one: CertificateValues) => getExpiry(one).toISOString().slice(0, 16).replace('T', ' ');
  const rows = certificates.map((one) => {
    return [getStatus(one.days), toSelectable(one.name), toMinute(one), toSelectable(one.owner)];
  });
  return {
    stray: [],
    first: toSelectable(title),
    window: toSelectable(title),
    tables: [[['Status', 'Certificate', 'Expires', 'Owner'], ...rows]],
    title: toSelectable(title),
    certificates: certificates.map(expectRecord),
    known: ['unwatched', 'undeclared', 'ignored', 'watched'].map((state) =>
      known.filter((one) => one.state === state).map(expectKnown),
    ),
  };
}

function expectRecord(one: CertificateValues, index: number) {
  const names = [...new Set([one.common_name, `${index}.example.com`, 'www.example.com'])];
  const lines = one.renewal_instructions.trim().split(/\r?\n/);
  return {
    name: toSelectable(one.name),
    owner: toSelectable(one.owner),
    labels: [['note', toSelectable(one.label)]],
    instructions: toShown(lines.map(toVisible).join(' ')),
    names: names.map(toSelectable),
    locations: one.locations.map(toSelectable),
    until: getExpiry(one).getTime() / 1000,
    subject: toShown(toVisible(`CN=${one.name}.example.com`)),
    serial: one.serial,
    issuer: toSelectable(`CN=${one.issuer}`),
    chain: [`CN=${one.issuer}`, 'CN=Root'].map(toSelectable),
    findings: [toShown(toVisible(one.detail))],
    policies: [['keys', 'fail', toShown(toVisible(one.detail))]],
  };
}

function expectKnown({ value, state, sources, note }: KnownName): string[] {
  const by = toShown(toVisible(sources.slice(0, 3).join(', ') + countMore(sources.length)));
  const more = state === 'unwatched' ? [] : [toShown(toVisible(note))];
  return [toSelectable(value), 'host', by, ...more];
}
