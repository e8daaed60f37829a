/** Renders every kind of report of the same values. */

import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import type { LoggedEvent } from '../../../src/generated/event-log.ts';
import type { ReportCertificate } from '../../../src/generated/report.ts';
import type { WatchedItem } from '../../../src/generated/watched.ts';
import { findReportKind, type RenderedText, type ReportSource } from '../../../src/report/index.ts';
import { certificate, createSource, overview, report } from '../../report/samples.ts';
import { getStatus } from './expect-data.ts';
import type { CertificateValues, KnownName, Values } from './random-values.ts';

type Options = Readonly<Record<string, string>>;

/** A report of the suite: its name there, and its kind and options, some of which depend on the values. */
type Rendered = readonly [name: string, kind: string, options: Options | ((values: Values) => Options)];

const RENDERED: readonly Rendered[] = [
  ['json', 'json', {}],
  ['markdown', 'markdown', {}],
  ['openmetrics', 'openmetrics', {}],
  ['ics', 'ics', {}],
  ['badge', 'badge', ({ certificates: [one] }) => ({ entry: one?.name ?? '' })],
  ['badge-svg', 'badge', ({ certificates: [one] }) => ({ label: `note:${one?.label}`, format: 'svg' })],
  ['junit', 'junit', {}],
  ['atom', 'atom', {}],
  ['sarif', 'sarif', {}],
  ['cyclonedx', 'cyclonedx', {}],
  ['html', 'html', {}],
  ['csv', 'csv', {}],
  ['csv-excel', 'csv', { columns: 'serial_number labels.note', excel: 'true' }],
  ['watched', 'watched', {}],
  ['watched-json', 'watched', { format: 'json' }],
  ['watched-badge', 'watched', { badge: 'json' }],
  ['audit', 'audit', {}],
  ['audit-markdown', 'audit', { format: 'markdown' }],
  ['audit-csv', 'audit', { format: 'csv' }],
];

/** The kinds of reports that the suite has. */
export const RENDERED_KINDS: ReadonlySet<string> = new Set(RENDERED.map(([, kind]) => kind));

/** What readers get: the reports by name, and what they were rendered from. */
export interface Rendering {
  reports: Record<string, string>;
  /** The files of a directory of badges, by name. */
  badges: Record<string, string>;
  source: Pick<ReportSource, 'report' | 'watched'>;
  values: Values;
}

/** Renders all reports, in UTF-8 as in a file. */
export function renderReports(values: Values): Rendering {
  const source = createReportSource(values);
  const reports = RENDERED.map(([name, kind, options]) => {
    const render = findReportKind(kind)?.create(typeof options === 'function' ? options(values) : options);
    return [name, toFile(render?.(source) ?? '')];
  });
  const files = findReportKind('badge')?.createDirectory?.({})(source) ?? [];
  return {
    reports: Object.fromEntries(reports),
    badges: Object.fromEntries(Array.from(files, ([name, text]) => [name, toFile(text)])),
    source: { report: source.report, watched: source.watched },
    values,
  };
}

function toFile(text: RenderedText): string {
  return Buffer.from(typeof text === 'string' ? text : [...text].join('')).toString();
}

function createReportSource(values: Values): ReportSource {
  const certificates = values.certificates.map(createCertificate);
  const counts = { certificates: certificates.length, fail: certificates.length };
  const silence = {
    ...{ until: '2026-12-01T00:00:00Z', reason: values.reason, created_by: values.author, codes: [] },
    ...{ events: ['certificate.policy_violation'], position: { file: 'certvigil.yaml', line: 1, column: 1 } },
    match: { names: [], labels: {}, status: [], thresholds: [] },
  };
  const scan = report(certificates, [], [], { policies: [overview('keys', 'violated', counts)] });
  return createSource(scan, {
    log: { ...createEmptyLog(), events: values.certificates.map(createEvent) },
    metrics: { labels: ['note'] },
    watched: values.known.map(createItem),
    dashboard: { title: values.title, include: null },
    declared: { files: [], entries: [], rules: [], silences: [silence], discovery: null },
  });
}

function createCertificate(one: CertificateValues, index: number): ReportCertificate {
  const { name, common_name, owner, label, renewal_instructions, locations, detail, serial, days } = one;
  const checks = [{ check: 'min_key_size', result: 'fail' as const, checked: '256', expected: '2048', detail }];
  const authority = { subject: `CN=${one.issuer}`, issuer: 'CN=Root', valid_to: '2030-01-01T00:00:00Z' };
  const finding = { event: 'certificate.policy_violation', qualifier: 'keys', code: 'policy-violation', detail };
  return {
    ...certificate(name, getStatus(days), days, { common_name, owner, renewal_instructions }),
    ...{ display_name: name, sans: [`${index}.example.com`, 'www.example.com'], serial_number: serial },
    ...{ fingerprint_sha256: String(index).padStart(64, 'f'), labels: { note: label } },
    locations: locations.map((location) => ({ location, observed: {}, error: null })),
    issuer: authority.subject,
    chain: [{ ...authority, fingerprint_sha256: String(index).padStart(64, 'ca') }],
    findings: [{ ...finding, severity: 'info', locations }],
    policies: { score: 0, results: [{ policy: 'keys', severity: 'info', result: 'fail', checks }] },
  };
}

function createEvent({ name, common_name }: CertificateValues, index: number): LoggedEvent {
  return {
    ...{ id: `e-${index}`, event: 'certificate.expired', certificate: name, fingerprint: null, location: null },
    ...{ threshold: null, fired_at: '2026-11-16T00:00:00Z', scan_id: null, cleared_at: null, deliveries: {} },
    ...{ topic: '', locations: [common_name] },
  };
}

function createItem({ value, state, sources, note }: KnownName): WatchedItem {
  const isEntry = state === 'watched' || state === 'undeclared';
  return {
    ...{ kind: 'host', value, state, named_by: sources, logged: null },
    watched_by: isEntry ? note : null,
    reason: state === 'ignored' ? note : null,
    entry: state === 'unwatched' ? { name: 'new', endpoint: value, owner: note } : null,
  };
}
