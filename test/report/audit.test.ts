import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EventName } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { EventLog, LoggedDay, LoggedEvent } from '../../src/generated/event-log.ts';
import type { PolicyOverview, ReportCertificate } from '../../src/generated/report.ts';
import { VERSION } from '../../src/lib/version.ts';
import { buildAudit } from '../../src/report/audit/build.ts';
import { listEpisodes } from '../../src/report/audit/episodes.ts';
import { listResults } from '../../src/report/audit/results.ts';
import { findReportKind, type ReportSource } from '../../src/report/index.ts';
import { entry, silence } from '../events/scenario.ts';
import { expectGolden } from './golden.ts';
import { certificate, coverage, createSource, overview, report } from './samples.ts';
import { joinPieces } from './texts.ts';

function logged(event: EventName, fired_at: string | null, more: Partial<LoggedEvent> = {}): LoggedEvent {
  return {
    ...{
      id: '0123456789abcdef',
      certificate: 'shop',
      fingerprint: 'aa',
      location: null,
      event,
      threshold: null,
      locations: [],
    },
    ...{ topic: 'policy_violation/keys', fired_at, scan_id: null, cleared_at: null, deliveries: {}, ...more },
  };
}

const fired = (at: string | null, more: Partial<LoggedEvent> = {}) => logged('certificate.policy_violation', at, more);
const EARLY = '2026-03-01T02:00:00Z';
const MIDDLE = '2026-06-01T02:00:00Z';
const LATE = '2026-09-01T02:00:00Z';

/** Three receivers: one has accepted something, one never has, and one belongs to a disabled rule. */
const RULES = [
  {
    name: 'all',
    enabled: true,
    actions: [
      { kind: 'webhook', name: 'chat' },
      { kind: 'email', name: 'ops' },
    ],
  },
  { name: 'off', enabled: false, actions: [{ kind: 'webhook', name: 'spare' }] },
] as unknown as ReportSource['declared']['rules'];

describe('a violation in the event log', () => {
  const find = (...events: LoggedEvent[]) =>
    listEpisodes({ events }).map(({ since, isRecurrence, ended }) => ({ since, isRecurrence, ended }));
  const open = { isRecurrence: false, ended: null };
  const recovered = { at: LATE, event: 'certificate.recovered' };

  it.each<[string, LoggedEvent[], ReturnType<typeof find>]>([
    ['lasts since it was first notified', [fired(LATE, { first_fired_at: EARLY })], [{ since: EARLY, ...open }]],
    ['lasts since it fired, in a log of an earlier version', [fired(LATE)], [{ since: LATE, ...open }]],
    [
      'lasts since it was silenced, if nobody was notified',
      [fired(null, { acknowledged: { acknowledged_by: null, reason: 'known', acknowledged_at: MIDDLE } })],
      [{ since: MIDDLE, ...open }],
    ],
    ['is unknown if nobody was notified', [fired(null)], []],
    [
      'is over once the certificate complies',
      [fired(MIDDLE, { first_fired_at: EARLY }), logged('certificate.recovered', LATE)],
      [{ since: EARLY, isRecurrence: false, ended: recovered }],
    ],
    [
      'came back after the certificate complied',
      [fired(LATE, { first_fired_at: EARLY }), logged('certificate.recovered', MIDDLE)],
      [{ since: MIDDLE, isRecurrence: true, ended: null }],
    ],
    ['is not one of another finding', [fired(LATE, { topic: 'untrusted' })], []],
  ])('%s', (_, events, episodes) => {
    expect(find(...events)).toEqual(episodes);
  });

  it('is one for each certificate, entry and policy', () => {
    const events = [
      ...[fired(EARLY), fired(EARLY, { fingerprint: 'bb' }), fired(EARLY, { certificate: 'mail' })],
      fired(EARLY, { topic: 'policy_violation/names' }),
    ];
    expect(listEpisodes({ events })).toHaveLength(4);
  });
});

const none = { pass: 0, fail: 0, error: 0, skipped: 0 };
const check = (name: string, result: 'pass' | 'fail' | 'error' | 'skipped', detail: string) => ({
  ...{
    check: name,
    result,
    checked: result === 'error' ? null : '1024-bit RSA',
    expected: 'at least 2048 bits',
    detail,
  },
});

function evaluated(
  name: string,
  policy: string,
  checks: ReturnType<typeof check>[],
  more: Partial<ReportCertificate> = {},
): ReportCertificate {
  const result = (['fail', 'error', 'pass', 'skipped'] as const).find((one) =>
    checks.some((own) => own.result === one),
  );
  const detail = checks.filter((one) => one.result === 'fail').map((one) => one.detail);
  const finding = {
    event: 'certificate.policy_violation',
    qualifier: policy,
    severity: 'critical',
    code: 'policy-min-key-size',
  };
  return certificate(name, 'ok', 200, {
    ...{ certificate_id: `${name}:1`, owner: '@web' },
    policies: { score: 0, results: [{ policy, severity: 'critical', result: result ?? 'pass', checks }] },
    findings: result === 'fail' ? [{ ...finding, detail: detail.join(' '), locations: [] } as never] : [],
    ...more,
  });
}

const day = (scanned_at: string, score: number | null): LoggedDay => ({
  ...{ scanned_at, statuses: { ok: 1200, expired: 2 }, policy_score: score },
});

const UNREAD_LOCATION = {
  ...{ certificate: 'vpn', location: 'vpn.example.com:443', code: 'endpoint-timeout' },
  ...{ never_read: true, last_read: null, tolerated: false },
};

function createAudited(more: Partial<ReportSource> = {}): ReportSource {
  const weak = 'Its key is 1024-bit RSA; expected: at least 2048 bits. Reissue the certificate with a new key.';
  const unread = { name: 'vpn', why: 'No scan has read this location yet, so nothing is known about its certificate.' };
  const certificates = [
    evaluated('shop', 'keys', [check('min_key_size', 'fail', weak)], { fingerprint_sha256: 'aa' }),
    evaluated('mail', 'keys', [check('min_key_size', 'fail', weak)], { owner: null, fingerprint_sha256: 'bb' }),
    evaluated('blog', 'keys', [check('min_key_size', 'pass', 'Its key is 4096-bit RSA.')]),
    evaluated('<b>wiki</b>', 'keys', [check('min_key_size', 'skipped', 'This is not a certificate.')]),
    evaluated(unread.name, 'keys', [check('min_key_size', 'error', unread.why)], { fingerprint_sha256: 'cc' }),
  ];
  const policies = [
    overview('keys', 'violated', {
      ...{ certificates: 5, description: 'Required by the audit of 2027.', pass: 1, fail: 2, error: 1, skipped: 1 },
      checks: [{ check: 'min_key_size', required: '2048', ...none, pass: 1, fail: 2, error: 1, skipped: 1 }],
    }),
    overview('typo', 'no-certificates', { severity: 'warning' }),
    overview('old', 'disabled', { severity: 'info', description: 'Replaced by keys.' }),
  ];
  const log: EventLog = {
    ...createEmptyLog(),
    scans: { channels: { 'webhook:chat': MIDDLE, 'webhook:gone': LATE } },
    certificates: { dd: { common_name: 'old.example.com' } as never },
    history: { '2026-08-30': day(EARLY, 50), '2026-08-31': day(MIDDLE, 60), '2026-09-01': day(LATE, 75) },
    events: [
      fired(LATE, { first_fired_at: EARLY }),
      fired(MIDDLE, { certificate: 'vpn', fingerprint: 'cc' }),
      fired(EARLY, { certificate: 'old', fingerprint: 'dd' }),
      logged('certificate.renewed', MIDDLE, { certificate: 'old', fingerprint: 'dd' }),
    ],
  };
  const scanned = report(certificates, [], [], {
    policies,
    coverage: {
      ...coverage(),
      ...{ complete: false, text: '1 of 5 entries has never been read (vpn), all alerts delivered.' },
      reasons: [{ code: 'never-read', entries: ['vpn'] }],
      unread: [UNREAD_LOCATION],
      not_observed: ['office'],
      empty: ['certs'],
    },
  });
  return createSource(scanned, {
    log,
    dashboard: { title: 'Example & Co', include: null },
    declared: {
      files: [{ name: 'certvigil.yaml', sha256: 'ab'.repeat(32) }],
      entries: [entry('off', { enabled: false })],
      rules: RULES,
      silences: [
        silence(Date.parse('2026-12-24'), { match: { names: ['shop'] }, reason: 'change 123', created_by: '@ops' }),
        silence(Date.parse('2026-01-01'), { match: { labels: { env: ['test'] } }, events: ['certificate.expired'] }),
      ],
      discovery: {
        ...{ exclude: [], domains: [], variables: new Map(), require: false },
        ignore: [
          { host: 'ssh.example.com', domain: null, file: null, reason: 'SSH only', until: null, position: {} as never },
        ],
      },
    },
    ...more,
  });
}

const render = (format: string, source = createAudited()) =>
  joinPieces(findReportKind('audit')?.create({ format })(source) ?? '').replaceAll(VERSION, 'VERSION');

describe('an audit', () => {
  it.each(['html', 'markdown', 'csv'])(
    'has policies, violations, exceptions, and what is missing, as %s',
    async (format) => {
      const text = render(format)
        .replace(/<style>.*<\/style>/s, '<style>STYLE</style>')
        .replace(/sha256-[^']+/, 'HASH');
      await expectGolden(`audit/${format}`, text);
    },
  );

  it.each([
    ['undelivered', [], 'All read, 1 alert was not delivered.', [], '⚠️ `All read', '\n\nEvery location was read.\n'],
    [
      'never-read',
      ['vpn'],
      '1 of 5 entries has never been read.',
      [UNREAD_LOCATION],
      '❌ Not everything was read: ',
      '| `vpn` |',
    ],
    [
      'include-empty',
      ['wiki'],
      'An include has no entries.',
      [],
      '❌ Not everything was read: ',
      '| `wiki` | – | `an include or list of the manifest has no entries any more` |',
    ],
    [
      'internal-error',
      [],
      'An internal error left something out.',
      [],
      '❌ Not everything was read: ',
      '| – | – | `an internal error left something out` |',
    ],
  ])('says the same at its beginning and below for %s', (code, entries, text, unread, begin, row) => {
    const facts = { complete: false, text, reasons: [{ code, entries }], unread };
    const markdown = render('markdown', createSource(report([], [], [], { coverage: coverage(facts) })));
    expect(markdown).toContain(begin);
    expect(markdown).toContain(row);
    expect(markdown.includes('Not everything was read')).toBe(!markdown.includes('Every location was read.'));
  });

  it('says that a location was not read once, although the run is not red', () => {
    const facts = {
      text: '1 of 5 locations was not read in this scan.',
      unread: [{ ...UNREAD_LOCATION, tolerated: true }],
    };
    const markdown = render('markdown', createSource(report([], [], [], { coverage: coverage(facts) })));
    expect(markdown).toContain('⚠️ Not everything was read: `1 of 5 locations');
  });

  it('is a page without a script, whose policy allows its own style only', () => {
    const page = render('html');
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(page) ?? [];
    expect(page).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(page).not.toMatch(/<script|<b>wiki| style=|https?:/);
  });

  it('says that it comes from the event log', () => {
    const from = 'This audit comes from the event log';
    expect(render('markdown')).not.toContain(from);
    expect(render('markdown', createAudited({ read_at: LATE }))).toContain(from);
    expect(render('markdown', createAudited({ read_at: null }))).toContain('- Certificates read: never\n');
  });

  it('without policies says so, and that nothing is covered', () => {
    const page = render('html', createSource(report([certificate('shop', 'ok', 9)])));
    expect(page).toContain('The manifest has no policies.');
    expect(page).toContain('<td>shop at shop.example.com:443</td>');
  });

  it('counts the violations of each silence, also of two with the same end and reason', () => {
    const until = Date.parse('2026-12-24');
    const silences = ['shop', 'other'].map((name) =>
      silence(until, { match: { names: [name] }, reason: 'change 123' }),
    );
    const source = createAudited();
    const { exceptions } = buildAudit({ ...source, declared: { ...source.declared, silences } });
    expect(exceptions.flatMap(({ kind, violations }) => (kind === 'Silence' ? violations : []))).toEqual([1, 0]);
  });

  it('names everything that a silence matches', () => {
    const thresholds = [
      { raw: 14, unit: 'days' as const, value: 14 },
      { raw: '25%', unit: 'percent' as const, value: 25 },
    ];
    const match = { names: ['web-*'], labels: { env: ['prod', 'test'] }, status: ['warning' as const], thresholds };
    const { declared, ...source } = createAudited();
    const silences = [silence(Date.parse('2026-12-24'), { match })];
    expect(buildAudit({ ...source, declared: { ...declared, silences } }).exceptions[0]?.scope).toBe(
      'certificate.* for names web-*, env prod or test, status warning, thresholds 14 or 25%',
    );
  });

  it('has the time of a violation beside the checks that fail, and not beside others of the policy', () => {
    const checks = [
      check('min_key_size', 'fail', 'It is short.'),
      check('algorithm_allowed', 'pass', 'It is allowed.'),
    ];
    const shop = evaluated('shop', 'keys', checks, { fingerprint_sha256: 'aa' });
    const log = { ...createEmptyLog(), events: [fired(EARLY)] };
    const rows = [...listResults(buildAudit(createSource(report([shop]), { log })))];
    expect(rows.map((row) => [row.check, row.violation?.episode?.since])).toEqual([
      ['min_key_size', EARLY],
      ['algorithm_allowed', undefined],
    ]);
  });

  it('does not miss a policy for test certificates, of which only the dates are checked', () => {
    const certificates = [certificate('shop', 'ok', 9), certificate('sample', 'ok', 9, { kind: 'fixture' })];
    const { uncovered } = buildAudit(createSource(report(certificates)));
    expect(uncovered.map((one) => one.certificate)).toEqual(['shop']);
  });

  it('counts a violation in the months in which it lasted', () => {
    const history = { '2026-03-01': day(EARLY, 50), '2026-06-01': day(MIDDLE, 50), '2026-09-01': day(LATE, 50) };
    const ended = [
      fired(EARLY, { certificate: 'mail' }),
      logged('certificate.recovered', MIDDLE, { certificate: 'mail' }),
    ];
    const log = { ...createEmptyLog(), history, events: [fired(MIDDLE), ...ended] };
    expect(buildAudit(createAudited({ log })).months.map(({ violations }) => violations)).toEqual([1, 1, 1]);
  });

  it.each<[string, string, PolicyOverview[]]>([
    ['good if all enabled policies are met', 'good', [overview('keys', 'met'), overview('old', 'disabled')]],
    ['open if a policy checks nothing', 'open', [overview('keys', 'met'), overview('typo', 'no-certificates')]],
    ['open if all policies are disabled', 'open', [overview('old', 'disabled')]],
    ['open without policies', 'open', []],
  ])('has a result that is %s', (_, tone, policies) => {
    const page = render('html', createSource(report([certificate('shop', 'ok', 9)], [], [], { policies })));
    expect(/<div class="result (\w+)">/.exec(page)?.[1]).toBe(tone);
  });

  it('lists what an entry expects, and certificates without a policy, in each format', () => {
    const detail = 'Its issuer is CN=Other; expected: CN=Example CA.';
    const finding = { event: 'certificate.policy_violation', qualifier: 'expect', severity: 'warning' } as const;
    const findings = [{ ...finding, code: 'unexpected-issuer', detail, locations: [] }];
    const source = createSource(report([certificate('shop', 'ok', 9, { findings })], [], []));
    for (const format of ['html', 'markdown']) {
      const text = render(format, source);
      expect(text).toContain(detail);
      expect(text).toContain('Policy expect: what the entry itself requires.');
    }
    const [, ...rows] = render('csv', source).trimEnd().split('\r\n');
    expect(rows.map((row) => row.split(',').slice(0, 6).join(','))).toEqual([
      'expect,warning,unexpected-issuer,,fail,shop',
      ',,,,not-covered,shop',
    ]);
    expect(rows[0]).toContain(detail);
  });

  it('aligns counts to the right, and not a column of exceptions without any', () => {
    const weak = evaluated('shop', 'keys', [check('min_key_size', 'fail', 'It is short.')]);
    const page = render('html', createSource(report([weak])));
    expect(page).toContain('<th scope="col" class="number">Violations</th>');
    expect(page).toContain('<th scope="col" class="short">Exception</th>');
  });

  it('does not look like evidence of compliance if nothing was evaluated', () => {
    const sentence = 'No certificate was evaluated: this audit is not evidence of compliance.';
    expect(render('markdown')).not.toContain(sentence);
    const unread = evaluated('vpn', 'keys', [check('min_key_size', 'error', 'Never read.')]);
    const source = createSource(report([unread], [], [], { policies: [overview('keys', 'undecided')] }));
    expect(render('markdown', source)).toContain(sentence);
    expect(render('html', source)).toContain(sentence);
  });

  it('tells apart the silences of certificates without an id', () => {
    const weak = (name: string) =>
      evaluated(name, 'keys', [check('min_key_size', 'fail', 'weak')], { certificate_id: null });
    const silences = [silence(Date.parse('2026-12-24'), { match: { names: ['shop'] }, reason: 'change 123' })];
    const declared = { files: [], entries: [], rules: [], silences, discovery: null };
    const rows = render('csv', createSource(report([weak('shop'), weak('mail')]), { declared }));
    expect(rows.split('\r\n').filter((row) => row.includes('change 123'))).toEqual([
      expect.stringMatching(/^keys,.*,shop,/),
    ]);
  });

  it('rejects another format', () => {
    expect(() => findReportKind('audit')?.create({ format: 'pdf' })).toThrow(/invalid value "pdf"/);
  });
});
