import { describe, expect, it } from 'vitest';
import { DEFERRED, EVENT_NAMES, type EventName, type Reason, type Status } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { EventLog, LoggedEvent } from '../../src/generated/event-log.ts';
import type { Report, ReportCertificate, ReportDelivery, ReportEvent } from '../../src/generated/report.ts';
import { joinChunks } from '../../src/lib/files/chunked-text.ts';
import { VERSION } from '../../src/lib/version.ts';
import { buildScanAnnotations } from '../../src/report/annotations.ts';
import { buildDigest } from '../../src/report/digest/build.ts';
import { renderDigestSummary } from '../../src/report/digest/markdown.ts';
import { renderDigestTable } from '../../src/report/digest/terminal.ts';
import { createCsvRenderer } from '../../src/report/format/csv.ts';
import { findReportKind, REPORT_KINDS } from '../../src/report/index.ts';
import { LOG_TABLE, listLogRows } from '../../src/report/log/csv.ts';
import { renderLog } from '../../src/report/log/terminal.ts';
import { renderFailures } from '../../src/report/scan/failures-only.ts';
import { renderScanTable } from '../../src/report/scan/terminal.ts';
import { certificate, createSource, delivery, event, report } from './samples.ts';

const plain = { color: false, columns: 120 };

const renderDigest = (one: Report) => {
  const log = createEmptyLog();
  return buildDigest({ report: one, observation: { log, places: [], subjects: [] }, log });
};

/** The version changes with each release, and the assets of a page have tests of their own. Its data is one line. */
function normalize(text: string): string {
  return text
    .replaceAll(`"${VERSION}"`, '"VERSION"')
    .replaceAll(/<style>.*?<\/style>|<script>.*?<\/script>|'sha256-[^']+'/gs, '')
    .replaceAll(/(<script type="application\/json"[^>]*>)(.*?)<\/script>/g, (_, tag: string, json: string) => {
      return `${tag}\n${JSON.stringify(JSON.parse(json), null, 1)}`;
    });
}

/** The log after the scan of a report. */
function createLog({ events, deliveries }: Report): EventLog {
  const logged = events.map((one, index): LoggedEvent => {
    const own = deliveries.filter(({ event_id }) => event_id === one.id);
    const at = `2026-11-${String((index % 16) + 1).padStart(2, '0')}T00:00:00Z`;
    return {
      ...{ id: one.id, certificate: one.certificate, fingerprint: one.fingerprint_sha256, event: one.event },
      ...{
        threshold: one.threshold,
        place: one.data.place,
        places: ['a:443', 'b:443'],
        fired_at: at,
        scan_id: 'scan-1',
      },
      cleared_at: one.reason === 'repeat' ? at : null,
      deliveries: {
        expiry: Object.fromEntries(
          own.map(({ destination, status, attempts, error }) => [
            destination,
            {
              ...{ status: 'warning', sent_at: status === 'sent' ? at : null, tried_at: at, attempts },
              error: error?.code ?? (status === 'suppressed' ? DEFERRED : null),
            },
          ]),
        ),
      },
    };
  });
  return { ...createEmptyLog(), events: logged };
}

type Render = (report: Report) => string | Promise<string>;

const RENDER: Record<string, Render> = {
  ...Object.fromEntries(
    REPORT_KINDS.filter((kind) => kind !== 'json').map((kind): [string, Render] => [
      kind,
      async (one) =>
        normalize(
          joinChunks((await findReportKind(kind)?.load())?.({})(createSource(one, { log: createLog(one) })) ?? ''),
        ),
    ]),
  ),
  table: (one) => renderScanTable(one, plain),
  log: (one) => [...createCsvRenderer(LOG_TABLE, null)(listLogRows(createLog(one)))].join(''),
  'log-table': (one) => renderLog(createLog(one), plain),
  annotations: (one) =>
    buildScanAnnotations(one, new Map())
      .map((each) => `${JSON.stringify(each)}\n`)
      .join(''),
  failures: renderFailures,
  'digest-table': (one) => renderDigestTable(renderDigest(one), plain),
  'digest-summary': (one) => renderDigestSummary(renderDigest(one)),
};

const vary = (name: string, status: Status, days: number | null, more: object = {}): [string, Report] => [
  name,
  report([certificate('shop', status, days, more as Partial<ReportCertificate>)]),
];

const place = (location: string, error: object | null = null) => ({ location, address: null, error });
const failure = (code: string) => ({ code, detail: `Details of ${code}.` });
const trust = (more: object) => ({
  trust: {
    trusted: false,
    reason: null,
    detail: null,
    reasons: [],
    effective_valid_to: null,
    limited_by: null,
    notes: [],
    ...more,
  },
});
const revocation = (more: object) => ({
  revocation: { status: 'good', source: 'crl', revoked: null, problems: [], ...more },
});
const revoked = (reason: string | null) => ({
  at: '2026-10-01T00:00:00Z',
  reason,
  subject: 'CN=x',
  fingerprint_sha256: null,
});
const finding = (name: string, more: object = {}) => ({
  ...{
    event: name,
    about: 'x',
    severity: 'warning',
    code: `code-of-${name}`,
    detail: 'Its detail.',
    places: ['a:443'],
  },
  ...more,
});

const CERTIFICATES: [string, Report][] = [
  ['no certificate', report([])],
  vary('expired today', 'expired', -1),
  vary('expired yesterday', 'expired', -2),
  vary('critical, 0 days', 'critical', 0),
  vary('critical, 1 day', 'critical', 1),
  vary('warning, 2 days', 'warning', 2),
  vary('not yet valid', 'not_yet_valid', 400, { valid_from: '2026-12-01T00:00:00Z' }),
  vary('never read', 'unknown', null, {
    error: failure('file-empty'),
    places: [place('a.pem', failure('file-empty'))],
  }),
  vary('never read, without a place', 'unknown', null, { error: failure('file-empty'), places: [] }),
  vary('not observed', 'unknown', null, {
    error: failure('not-observed'),
    places: [place('a', failure('not-observed'))],
  }),
  vary('read before', 'ok', 100, {
    ...{ last_seen: '2026-11-01T00:00:00Z', error: failure('endpoint-refused') },
    places: [place('a:443', failure('endpoint-refused')), place('b:443')],
  }),
  vary('not observed this time', 'warning', 20, { places: [place('a:443', failure('not-observed')), place('b:443')] }),
  vary('two kinds of failures', 'warning', 20, {
    places: [place('a:443', failure('not-observed')), place('b:443', failure('endpoint-refused'))],
  }),
  vary('at no place', 'warning', 20, { places: [] }),
  vary('at seven places', 'warning', 20, { places: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((one) => place(one)) }),
  vary('a known threshold', 'warning', 20, { threshold: '30d', threshold_days: 30 }),
  vary('an owner, a tenant, labels and instructions', 'critical', 5, {
    ...{
      owner: '@example/web',
      tenant: 'retail',
      labels: { team: 'web', env: 'prod' },
      renewal_instructions: 'docs/a.md',
    },
  }),
  vary('instructions as a URL', 'critical', 5, { renewal_instructions: 'https://wiki.example.com/a?b=c&d' }),
  vary('another display name', 'critical', 5, { display_name: 'shop (shop.example.com)' }),
  vary('names with special characters', 'critical', 5, {
    ...{ common_name: 'a|b`<c>&"\'\n\u202e*_x_', display_name: 'a|b`<c>&"\'\n,;\\=', owner: '=1+1', tenant: '@x, "y"' },
    places: [place('a,b;c|d<e>&"\'\\\n:443')],
  }),
  vary('no common name', 'critical', 5, { common_name: null, sans: [] }),
  vary('no serial number and no key', 'warning', 20, { serial_number: null, key_algorithm: null, key_size: null }),
  vary('a key of an unknown size', 'warning', 20, { key_size: null, signature_algorithm: null }),
  vary('no fingerprint', 'warning', 20, { fingerprint_sha256: null, subject: null, issuer: null }),
  vary('a fingerprint without names', 'warning', 20, { subject: null, issuer: null, common_name: null, sans: [] }),
  vary('no beginning', 'warning', 20, { valid_from: null, lifetime_days: null }),
  ...(['ok', 'warning', 'expired'] as const).map((status) =>
    vary(`limited by its chain, ${status}`, status, status === 'expired' ? -3 : 20, {
      ...{ valid_to: '2027-05-01T00:00:00Z', effective_valid_to: '2026-12-07T14:00:00Z' },
      limited_by: { subject: 'Old CA', fingerprint_sha256: 'c'.repeat(64) },
    }),
  ),
  vary('trusted', 'ok', 100, trust({ trusted: true })),
  vary(
    'trusted with a notice',
    'ok',
    100,
    trust({ trusted: true, notes: [{ code: 'root-sent', detail: 'A notice.' }] }),
  ),
  ...['missing-intermediate', 'self-signed', 'ca-file-unusable', 'system-anchors-unusable', 'name-mismatch'].map(
    (reason) =>
      vary(
        `untrusted: ${reason}`,
        'ok',
        100,
        trust({ reason, detail: `Because of ${reason}.`, reasons: [reason, 'weak-key'] }),
      ),
  ),
  vary(
    'an unusable anchor without a detail',
    'ok',
    100,
    trust({ reason: 'ca-file-unusable', reasons: ['ca-file-unusable'] }),
  ),
  ...['stapled', 'crl', 'ocsp'].map((source) => vary(`not revoked by ${source}`, 'ok', 100, revocation({ source }))),
  vary('revoked', 'ok', 100, revocation({ status: 'revoked', revoked: revoked('keyCompromise') })),
  vary(
    'revoked without a reason',
    'ok',
    100,
    revocation({ status: 'revoked', revoked: revoked(null), source: 'ocsp' }),
  ),
  vary('unknown revocation', 'ok', 100, revocation({ status: 'unknown', source: null })),
  vary('unknown revocation with problems', 'ok', 100, {
    ...revocation({
      status: 'unknown',
      source: null,
      problems: [
        { code: 'a', detail: 'First.' },
        { code: 'b', detail: 'Second.' },
      ],
    }),
  }),
  vary('an estimated renewal', 'ok', 100, {
    renewal: {
      expected_at: '2026-12-01T00:00:00Z',
      source: 'lifetime',
      window: null,
      explanation_url: null,
      error: null,
    },
  }),
  vary('a renewal window', 'ok', 100, {
    renewal: {
      ...{
        expected_at: '2026-11-20T00:00:00Z',
        source: 'ari',
        explanation_url: 'https://ca.example/why',
        error: failure('acme-timeout'),
      },
      window: { start: '2026-11-19T00:00:00Z', end: '2026-11-21T00:00:00Z' },
    },
  }),
  vary('a chain', 'ok', 100, {
    chain: [
      { subject: 'CN=CA', issuer: 'CN=Root', fingerprint_sha256: 'c'.repeat(64), valid_to: '2026-12-01T00:00:00Z' },
      { subject: 'CN=Root', issuer: 'CN=Root', fingerprint_sha256: null, valid_to: '2036-12-01T00:00:00Z' },
    ],
  }),
  ...[1, 4].map((count) =>
    vary(`replaced at ${count} locations`, 'ok', 100, {
      replaced_at: Array.from({ length: count }, (_, at) => ({
        ...{ certificate: `other-${at}`, location: `${at}.pem`, fingerprint_sha256: 'd'.repeat(64) },
        valid_to: `2027-0${at + 1}-01T00:00:00Z`,
      })),
    }),
  ),
  vary('also elsewhere', 'ok', 100, {
    also_at: [
      { certificate: 'acm', location: 'aws_acm:1' },
      { certificate: 'file', location: 'a.pem' },
    ],
  }),
  vary('an inventory that fails, and a file', 'ok', 100, {
    places: ['rest:10', 'rest', 'rest:2', 'b.pem'].map((one) => place(one, failure('inventory-forbidden'))),
  }),
  vary('the second place cannot be read', 'ok', 100, {
    places: [place('a:443'), place('b:443', failure('endpoint-refused'))],
  }),
  vary('a place listed twice', 'ok', 100, {
    places: ['endpoint-refused', 'endpoint-timeout'].map((code) => place('a:443', failure(code))),
  }),
  vary('a bug, and a missing variable', 'ok', 100, {
    places: ['internal-error', 'variable-unset'].map((code) => place(code, failure(code))),
  }),
  ...[20, 21, 22].map((count) =>
    vary(`${count} places that cannot be read`, 'ok', 100, {
      places: Array.from({ length: count }, (_, at) => place(`${at}.pem`, failure('file-empty'))),
    }),
  ),
  vary('a policy score', 'ok', 100, { policies: { score: 70, results: [] } }),
  ...[
    'certificate.untrusted',
    'certificate.revoked',
    'certificate.lagging',
    'certificate.policy_violation',
    'certificate.unexpected',
  ].flatMap((name) =>
    (['info', 'warning', 'critical'] as const).map((severity) =>
      vary(`${name}, ${severity}`, 'ok', 100, { findings: [finding(name, { severity })] }),
    ),
  ),
  ...['certificate.untrusted', 'certificate.revoked', 'certificate.lagging'].map((name) =>
    vary(`${name} as its status`, 'critical', 100, { findings: [finding(name, { severity: 'critical' })] }),
  ),
  vary('untrusted and expired', 'expired', -3, { findings: [finding('certificate.untrusted')] }),
  vary('the same finding twice, and another', 'warning', 20, {
    findings: [
      finding('certificate.policy_violation', { severity: 'info', detail: 'It informs.' }),
      finding('certificate.policy_violation', { severity: 'critical', detail: 'It is critical.' }),
      finding('certificate.untrusted', { places: [], about: 'y', detail: 'It warns.' }),
    ],
  }),
  ...[2, 10, 11, 60, 250].map((count): [string, Report] => [
    `${count} certificates`,
    report(
      Array.from({ length: count }, (_, at) => certificate(`c${at}`, at % 2 === 0 ? 'warning' : 'ok', 20 + (at % 30))),
    ),
  ]),
  ...[11, 60].map((count): [string, Report] => [
    `${count} unreadable certificates`,
    report(
      Array.from({ length: count }, (_, at) =>
        certificate(`c${at}`, 'unknown', null, {
          ...{ error: failure(`code-${at % 3}`), places: [place(`p${at}`, failure(`code-${at % 3}`)) as never] },
        }),
      ),
    ),
  ]),
];

const shop = certificate('shop', 'warning', 20);
const fire = (name: EventName, reason: Reason, more: Partial<ReportEvent> = {}, data: object = {}): ReportEvent => {
  const made = event(name, shop, reason, more);
  return { ...made, data: { ...made.data, ...data } as ReportEvent['data'] };
};
const fired = (name: string, ...events: ReportEvent[]): [string, Report] => [name, report([shop], events)];
const sent = (name: string, one: ReportEvent, ...deliveries: ReportDelivery[]): [string, Report] => [
  name,
  report([shop], [one], deliveries),
];
const expiry = fire('certificate.expiry_warning', 'first', { threshold: 30 });

const withFinding = (name: EventName, about: string) => {
  const one = fire(name, 'first', {}, { finding: finding('certificate.untrusted', { about }) });
  return sent(`${name} with a finding about "${about}"`, one, delivery(one, 'webhook:chat', 'sent'));
};

const EVENTS: [string, Report][] = [
  ...EVENT_NAMES.map((name) => {
    const one = fire(name, 'first', {}, { error: failure('a-failure') });
    return sent(name, one, delivery(one, 'webhook:chat', 'sent'));
  }),
  ...(['scan.stale', 'scan.blind'] as const).map((name) => {
    const one = fire(name, 'first', {}, { days_remaining: null, certificate_id: null, error: failure('a-failure') });
    return sent(`${name} without a certificate`, one, delivery(one, 'webhook:chat', 'sent'));
  }),
  ...(['first', 'escalated', 'repeat', 'retry', 'cooldown', 'once', 'quiet_hours', 'unmatched'] as const).map(
    (reason) => fired(`reason ${reason}`, fire('certificate.expiry_warning', reason, { threshold: '20%' })),
  ),
  fired(
    'silenced',
    fire('certificate.expiry_warning', 'silenced', { silence: { until: '2026-12-01T00:00:00Z', reason: 'a|b' } }),
  ),
  ...(
    ['certificate.untrusted', 'certificate.recovered', 'certificate.lagging', 'certificate.policy_violation'] as const
  ).map((name) => withFinding(name, 'x')),
  ...(['certificate.recovered', 'certificate.policy_violation'] as const).map((name) => withFinding(name, '')),
  fired('two events of one reason', fire('certificate.expired', 'cooldown'), fire('certificate.renewed', 'cooldown')),
  fired('a note', fire('certificate.expired', 'unmatched', { notes: ['Rule a: no match.', 'Rule b: no match.'] })),
  fired('a run', fire('certificate.expired', 'first', {}, { run_url: 'https://github.com/o/r/actions/runs/1' })),
  fired(
    'a place',
    fire('certificate.unreachable', 'first', {}, { place: 'a:443', error: failure('endpoint-refused') }),
  ),
  fired(
    'an event of no certificate',
    fire('scan.stale', 'first', {}, { certificate_id: null, days_remaining: null, valid_to: null }),
  ),
  sent('sent', expiry, delivery(expiry, 'webhook:chat', 'sent')),
  sent('sent twice', expiry, delivery(expiry, 'webhook:chat', 'sent'), delivery(expiry, 'issue', 'sent')),
  sent(
    'failed',
    expiry,
    delivery(expiry, 'webhook:chat', 'failed', { code: 'http-server-error', detail: 'Status 503.' }),
  ),
  sent(
    'failed twice',
    expiry,
    ...['a', 'b'].map((to) => delivery(expiry, `webhook:${to}`, 'failed', { code: 'x', detail: 'The same.' })),
  ),
  sent('failed for an unknown reason', expiry, delivery(expiry, 'webhook:chat', 'failed')),
  sent('due', expiry, delivery(expiry, 'webhook:chat', 'due')),
  sent('suppressed', expiry, delivery(expiry, 'webhook:chat', 'suppressed')),
];

const missing = (certificate: string, probe: string | null, detail = 'Nothing came.') => ({
  ...{ certificate, probe, error: { code: 'not-observed', detail } },
});
const withFields = (name: string, more: Partial<Report>, events: ReportEvent[] = []): [string, Report] => [
  name,
  report([shop], events, [], more),
];
const noted = (name: string, count: number, ...notes: string[]) =>
  fired(name, ...Array.from({ length: count }, () => fire('certificate.expired', 'unmatched', { notes })));
const policies = { score: 87, pass: 5, fail: 1, skipped: 2, error: 3 };
const failedEvent = (name: EventName, status: Status): ReportEvent => fire(name, 'first', {}, { status });

/** What a scan as a whole can differ in. */
const SCANS: [string, Report][] = [
  withFields('not observed', {
    not_observed: [missing('shop', null)],
    summary: { ...report([shop]).summary, not_observed: 1 },
  }),
  withFields('not observed by a probe', { not_observed: [missing('shop', 'office'), missing('mail', 'office')] }),
  withFields('not observed by several', {
    not_observed: [
      ...[missing('a', 'office'), missing('b', null), missing('c', 'lab'), missing('d', 'office')],
      missing('e', 'office', 'It came too late.'),
    ],
  }),
  withFields('30 not observed', {
    not_observed: Array.from({ length: 30 }, (_, at) => missing(`entry-${at}`, 'office')),
  }),
  withFields('policies', { summary: { ...report([shop]).summary, policies } }),
  withFields('policies without a score', {
    summary: { ...report([shop]).summary, policies: { ...policies, score: null } },
  }),
  withFields('a dry run', { dry_run: true }, [fire('certificate.expired', 'first')]),
  withFields('a dry run with a missing variable', {
    dry_run: true,
    certificates: [certificate('a', 'ok', 100, { places: [place('env:A', failure('variable-unset')) as never] })],
  }),
  noted('a note three times', 3, 'Rule a: no match.'),
  noted('notes, one of them more often', 1, 'Rule a: no match.', 'Rule b: no match.', 'Rule b: no match.'),
  fired(
    'more of one reason than of another',
    fire('certificate.expired', 'unmatched'),
    fire('certificate.renewed', 'cooldown'),
    fire('certificate.expired', 'cooldown'),
    fire('certificate.expired', 'cooldown'),
  ),
  fired('a run without encryption', fire('certificate.expired', 'first', {}, { run_url: 'http://ghe.example/o/r/1' })),
  fired('a run with markup', fire('certificate.expired', 'first', {}, { run_url: 'https://a.example/](x)' })),
  fired(
    'a link within the text of a run',
    fire('certificate.expired', 'first', {}, { run_url: 'x https://a.example/' }),
  ),
  [
    'failures before the rest, then by status',
    report(
      [shop],
      [
        failedEvent('certificate.renewed', 'ok'),
        failedEvent('certificate.expired', 'expired'),
        failedEvent('certificate.changed', 'ok'),
      ],
      (
        [
          ['renewed', 'sent'],
          ['expired', 'sent'],
          ['changed', 'failed'],
          ['changed', 'sent'],
        ] as const
      ).map(([name, status], at) =>
        delivery(
          failedEvent(`certificate.${name}`, 'ok'),
          `webhook:${at}`,
          status,
          status === 'failed' ? failure('x') : null,
        ),
      ),
    ),
  ],
];

/** The lines that are not in the other text, each shortened. */
function listNewLines(text: string, other: string): string[] {
  const known = new Set(other.split('\n'));
  const lines = text.split('\n').filter((line) => !known.has(line));
  const shown =
    lines.length > 24 ? [...lines.slice(0, 8), `... ${lines.length - 16} lines`, ...lines.slice(-8)] : lines;
  return shown.map((line) => (line.length > 400 ? `${line.slice(0, 400)}... (${line.length})` : line));
}

describe.each(Object.entries(RENDER))('the report %s', (kind, render) => {
  it.each([
    ['certificate', report([certificate('shop', 'ok', 100)]), CERTIFICATES],
    ['event', report([shop]), EVENTS],
    ['scan', report([shop]), SCANS],
  ])('differs from a usual one by what each %s differs in', async (name, base, variations) => {
    const usual = await render(base);
    const parts: string[] = [`# usual\n${usual}\n`];
    for (const [title, varied] of variations) {
      parts.push(`# ${title}\n${listNewLines(await render(varied), usual).join('\n')}\n`);
    }
    await expect(parts.join('\n')).toMatchFileSnapshot(`../golden/report/variations/${kind}-${name}.txt`);
  });
});
