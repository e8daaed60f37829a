import { describe, expect, it } from 'vitest';
import { STATUS_ORDER } from '../../src/dashboard/data.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { EventLog, LoggedEvent } from '../../src/generated/event-log.ts';
import type { ReportCertificate } from '../../src/generated/report.ts';
import type { WatchedItem } from '../../src/generated/watched.ts';
import { buildColumns } from '../../src/report/html/columns.ts';
import { buildDetails } from '../../src/report/html/details.ts';
import { buildHistory } from '../../src/report/html/history.ts';
import { buildKnownNames } from '../../src/report/html/known-names.ts';
import { listQuantumTexts } from '../../src/report/html/policies.ts';
import { createPublished } from '../../src/report/html/published-fields.ts';
import { buildForecast, buildTrend, createHtmlReport } from '../../src/report/kinds/html.ts';
import { settings, silence } from '../events/scenario.ts';
import { expandPage, readData } from './pages.ts';
import { runForecast, scanned } from './run-forecast.ts';
import { certificate, createSource, overview, report, WATCHED_ITEMS } from './samples.ts';
import { renderText } from './texts.ts';

describe('the trend of a dashboard', () => {
  const day = (ok: number, policy_score: number | null) => ({ statuses: { ok }, policy_score });
  const history = { '2026-11-02': day(2, 50), '2026-11-03': day(3, null), '2026-11-01': day(1, 70) };
  const log = { ...createEmptyLog(), history } as unknown as EventLog;

  it('is in the order of the days, with 0 for a status that the day does not have', () => {
    const { days, counts, scores } = buildTrend(log, true);
    expect(days).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
    expect(counts[STATUS_ORDER.indexOf('ok')]).toEqual([1, 2, 3]);
    expect(counts[STATUS_ORDER.indexOf('expired')]).toEqual([0, 0, 0]);
    expect(scores).toEqual([70, 50, null]);
  });

  it('has no score that is not published, and no days without a history', () => {
    expect(buildTrend(log, false).scores).toEqual([null, null, null]);
    expect(buildTrend(createEmptyLog(), true).days).toEqual([]);
  });
});

describe('the forecast of a dashboard', () => {
  it('lists what entries cost and explicit settings that stop working', () => {
    const own = { shop: settings({ thresholds: [90, '50%'] }) };
    const all = [
      scanned('shop', 398, 30),
      scanned('root', 7_300, 4_000, { subject: 'CN=Root', issuer: 'CN=Root' }),
      scanned('legacy', null, 100),
    ];
    expect(buildForecast(runForecast(all, own))).toEqual({
      today: 1.4,
      limits: [
        { days: 200, from: '2026-03-15', renewals: 2.7 },
        { days: 100, from: '2027-03-15', renewals: 5.5 },
        { days: 47, from: '2029-03-15', renewals: 11.6 },
      ],
      ...{ exempt: 1, unknown: 1 },
      entries: [{ name: 'shop', certificates: 1, renewals: [1.4, 2.7, 5.5, 11.6] }],
      settings: [
        {
          ...{ setting: 'expiry_scan_thresholds', value: '50%', suggestion: '33%', certificates: 1 },
          effects: ['early', 'early', 'early', 'early'],
        },
        {
          ...{ setting: 'expiry_scan_thresholds', value: '90 days', suggestion: '25%', certificates: 1 },
          effects: ['fits', 'early', 'early', 'silent'],
        },
      ],
    });
  });

  it('has no effect of a limit that does not apply', () => {
    const own = { root: settings({ thresholds: [90] }) };
    const { settings: listed } = buildForecast(
      runForecast([scanned('root', 90, 30, { subject: 'CN=Root', issuer: 'CN=Root' })], own),
    );
    expect(listed.map(({ effects }) => effects)).toEqual([['silent', '', '', '']]);
  });
});

describe('the details of a dashboard', () => {
  const describeOne = (more: Partial<ReportCertificate>) =>
    buildDetails(certificate('shop', 'ok', 100, more), [], createPublished(null));

  it('have the checks of a policy that fail or could not be evaluated', () => {
    const check = (name: string, result: string) => ({ check: name, result, detail: `${name}.`, expected: 'x' });
    const checks = [check('a', 'pass'), check('b', 'fail'), check('c', 'skipped'), check('d', 'error')];
    const results = [{ policy: 'strong', severity: 'warning', result: 'fail', checks }];
    const { policies } = describeOne({ policies: { score: 50, results } as unknown as ReportCertificate['policies'] });
    expect(policies).toEqual([
      {
        ...{ name: 'strong', severity: 'warning', result: 'fail' },
        checks: [
          { name: 'b', text: 'b.' },
          { name: 'd', text: 'd.' },
        ],
      },
    ]);
  });

  it('have the address of a location only if it is another text', () => {
    const { locations } = describeOne({
      locations: [
        { location: 'a:443', observed: { address: 'a:443' }, error: null },
        { location: 'b:443', observed: { address: '192.0.2.1:443' }, error: null },
      ],
      assigned_objects: [{ type: 'endpoint', name: 'a:443' }],
    });
    expect(locations).toEqual([{}, { address: '192.0.2.1:443' }]);
  });

  it('have assignments, and locations that lag only if a finding says so', () => {
    const finding = { qualifier: '', severity: 'warning' as const, code: 'x', detail: 'y', locations: ['a:443'] };
    const { assignments, locations } = describeOne({
      locations: ['a:443', 'b:443'].map((location) => ({ location, observed: {}, error: null })),
      findings: [
        { ...finding, event: 'certificate.lagging' },
        { ...finding, event: 'certificate.untrusted', locations: ['b:443'] },
      ],
      assigned_objects: [
        { type: 'endpoint', name: 'a:443' },
        { type: 'assignment', name: 'lb-1' },
      ],
    });
    expect(assignments).toEqual(['lb-1']);
    expect(locations).toEqual([{ lags: true }, {}]);
  });

  it('say what an event of the history is about', () => {
    const event = (more: Partial<LoggedEvent>) =>
      ({
        event: 'certificate.recovered',
        threshold: null,
        location: null,
        fired_at: null,
        deliveries: {},
        ...more,
      }) as LoggedEvent;
    const events = [
      event({ threshold: 30 }),
      event({ threshold: '36h' }),
      event({ topic: 'untrusted' }),
      event({ topic: 'policy_violation/a (b) c' }),
      event({ event: 'certificate.untrusted', topic: 'untrusted' }),
      event({ event: 'certificate.policy_violation', topic: `policy_violation/${'x'.repeat(400)}` }),
      event({}),
    ];
    expect(buildHistory(events, true).map(({ detail }) => detail)).toEqual([
      ...['30 days', '36h', 'untrusted', 'a (b) c', '', `${'x'.repeat(299)}…`, ''],
    ]);
  });
});

it('lists of labels and codes with the same letters are different values of a table', () => {
  const finding = {
    event: 'certificate.untrusted',
    qualifier: '',
    severity: 'warning',
    detail: 'x',
    locations: [],
  } as const;
  const one = (labels: Record<string, string>, codes: string[]) =>
    certificate('shop', 'ok', 100, { labels, findings: codes.map((code) => ({ ...finding, code, locations: [] })) });
  const { tables, columns } = buildColumns(
    [one({ a: 'bc' }, ['a', 'bc']), one({ ab: 'c' }, ['ab', 'c']), one({ a: 'bc' }, ['a', 'bc'])],
    createPublished(null),
  );
  expect([columns.labels, columns.codes]).toEqual([
    [0, 1, 0],
    [0, 1, 0],
  ]);
  expect(tables.labels).toEqual([[['a', 'bc']], [['ab', 'c']]]);
  expect(tables.codes).toEqual([
    ['a', 'bc'],
    ['ab', 'c'],
  ]);
});

it('publishes labels in the order of their names', () => {
  const { selectLabels } = createPublished(null);
  expect(selectLabels({ team: 'web', env: 'prod', zone: 'eu' }).map(([name]) => name)).toEqual(['env', 'team', 'zone']);
  expect(createPublished(['labels.env']).selectLabels({ team: 'web', env: 'prod' })).toEqual([['env', 'prod']]);
});

describe('the known names of a dashboard', () => {
  const first = (rows: readonly unknown[] | undefined) => rows?.[0];

  it('are by state, with who names them and what to add', () => {
    const { counts, logged, rows } = buildKnownNames(WATCHED_ITEMS);
    expect({ counts, logged }).toEqual({ counts: [2, 1, 1, 1], logged: 1 });
    expect(rows[0]).toEqual([
      {
        ...{ name: 'api.example.com:8443', kind: 'host', by: 'deploy/a|b.yaml:3, x.tf:1, y.tf:2 and 1 more' },
        note: '- { name: api.example.com-8443, endpoint: api.example.com:8443, owner: "@example/api" }',
      },
      {
        ...{ name: '*.pay.example.com', kind: 'host', note: '' },
        by: 'transparency: issued by CN=R11|`,O=Example CA, expires 2027-05-30',
      },
    ]);
    expect(rows.slice(1).map(first)).toMatchObject([{ note: 'old' }, { note: 'SSH `only`' }, { note: 'shop' }]);
  });

  it('are counted completely, but listed up to 300 for each state', () => {
    const many = Array.from({ length: 1000 }, (_, at) => ({ ...WATCHED_ITEMS[0], value: `h${at}` }) as WatchedItem);
    const { counts, rows } = buildKnownNames(many);
    expect([counts[0], rows[0]?.length]).toEqual([1000, 300]);
  });

  it.each([
    [null, true],
    [['watched'], true],
    [['names', 'locations'], false],
  ])('are published by include: %j: %s', (include, isShown) => {
    const dashboard = { title: 'Certificates', include };
    const html = expandPage(renderText(createHtmlReport())(createSource(report([]), { dashboard })));
    expect(html.includes('api.example.com:8443')).toBe(isShown);
    expect(html.includes('Watched: 1 of 3 known names and certificates.')).toBe(isShown);
  });
});

it('has the receivers of enabled rules, and publishes them only with names and locations', () => {
  const rules = [{ enabled: true, actions: [{ kind: 'webhook', name: 'chat' }, { kind: 'issue' }] }] as never;
  const log = { ...createEmptyLog(), scans: { channels: { 'webhook:chat': '2027-01-02T03:04:05Z' } } };
  const source = createSource(report([certificate('shop', 'ok', 100)]), {
    ...{ log, declared: { files: [], entries: [], rules, silences: [], discovery: null } },
  });
  const build = (include: string[] | null) =>
    readData(renderText(createHtmlReport())({ ...source, dashboard: { title: 'x', include } })).channels;
  expect(build(null)).toEqual([
    { name: 'issue', delivered: null },
    { name: 'webhook:chat', delivered: Date.parse('2027-01-02T03:04:05Z') / 1000 },
  ]);
  expect(build(['locations', 'names'])).toHaveLength(2);
  expect(build(['names'])).toEqual([]);
});

describe('the policies of a dashboard', () => {
  const exception = { ...silence(Date.parse('2027-03-01'), { reason: 'change 123', created_by: '@ops' }) };
  const policies = [overview('keys', 'violated', { certificates: 3, pass: 1, fail: 1, error: 1, description: 'Why' })];
  const source = createSource(report([certificate('shop', 'ok', 100)], [], [], { policies }), {
    declared: { files: [], entries: [], rules: [], silences: [exception], discovery: null },
  });
  const build = (include: string[] | null) =>
    readData(renderText(createHtmlReport())({ ...source, dashboard: { title: 'x', include } })).policies;

  it('are their results and exceptions', () => {
    expect(build(null)).toEqual({
      policies: [
        {
          ...{ name: 'keys', description: 'Why', severity: 'critical', state: 'violated', certificates: 3 },
          counts: [1, 1, 1, 0],
          checks: [{ name: 'min_key_size', required: '2048', counts: [0, 0, 0, 0] }],
        },
      ],
      exceptions: [
        {
          ...{ kind: 'Silence', scope: 'certificate.*', reason: 'change 123', by: '@ops', ends: '2027-03-01' },
          ...{ over: false, violations: 0 },
        },
      ],
    });
  });

  it('are published only as policies, and their texts only with names and locations', () => {
    expect(build(['names', 'locations'])).toBeNull();
    expect(build(['policies'])?.exceptions[0]).toMatchObject({ scope: '', reason: '', by: '' });
  });
});

it.each<[string, Partial<ReportCertificate>, string[]]>([
  ['a file', {}, ['Classical key', 'Classical signature']],
  ['a date', { key_algorithm: null, signature_algorithm: null }, []],
  [
    'ML-DSA, and a composite',
    { key_algorithm: 'ML-DSA-65', signature_algorithm: 'MLDSA65-Ed25519-SHA512' },
    ['Post-quantum key', 'Composite signature'],
  ],
  ['a server with a hybrid', agreed([true]), ['Post-quantum key exchange', 'Classical key', 'Classical signature']],
  ['one of two servers', agreed([true, false]), ['Classical key exchange', 'Classical key', 'Classical signature']],
  ['an unknown one', agreed([true, null]), ['Unknown key exchange', 'Classical key', 'Classical signature']],
])('what resists quantum computers of %s', (_, more, texts) => {
  expect(listQuantumTexts(certificate('shop', 'ok', 100, more))).toEqual(texts);
});

function agreed(exchanges: (boolean | null)[]): Partial<ReportCertificate> {
  const locations = exchanges.map((post_quantum, index) => ({
    ...{ location: `${index}`, observed: { key_exchange: { group: 'X25519', post_quantum } }, error: null },
  }));
  return { locations };
}
