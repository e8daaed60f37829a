import { describe, expect, it } from 'vitest';
import { UNKNOWN_VERDICT } from '../../src/domain/event-data.ts';
import {
  type CheckName,
  type CheckStatus,
  type Checks,
  createComparison,
  type Entry,
  type Evidence,
  indexEntries,
  type LiveLocation,
  type PlannedEvent,
  type PolicyResult,
  type Status,
  type Subject,
  type ThresholdSpec,
  type Verdict,
} from '../../src/domain/index.ts';
import { createEndpointSource } from '../../src/domain/sources/endpoint.ts';
import { parseThreshold } from '../../src/domain/thresholds.ts';
import type { Report } from '../../src/generated/report.ts';
import { renderJson } from '../../src/report/json.ts';
import { buildReport, buildReportCertificates, type ReportInput } from '../../src/report/scan/build.ts';
import { policy } from '../assess/policy-fixtures.ts';
import { revocation, trust } from '../events/scenario.ts';
import { compileSchema } from '../helpers/compile-schema.ts';
import { certificate, coverage, createEmptyComparison, event as reportEvent } from './samples.ts';

const validateReport = compileSchema('report');

const refused = { code: 'endpoint-refused', detail: 'shop.example.com:443 refused the connection' };

function entry(name: string, more: Partial<Entry> = {}): Entry {
  const limit = { raw: 30, unit: 'days', value: 30 } as const;
  return {
    name,
    source: createEndpointSource([]),
    enabled: true,
    probe: null,
    labels: {},
    owner: null,
    assignments: [],
    expect: null,
    passwords: [],
    proxy: null,
    variables: {},
    renewal_instructions: null,
    acme: null,
    settings: {
      warning: limit,
      critical: limit,
      thresholds: [],
      explicit: { warning: false, critical: false, thresholds: false },
      cooldown_hours: 24,
      repeat: true,
      settle_hours: 6,
      unreachable_days: 3,
    },
    position: { file: 'certvigil.yaml', line: 3, column: 5 },
    ...more,
  };
}

function location(of: string, fingerprint: string | null, more: Partial<LiveLocation> = {}): LiveLocation {
  return {
    entry: of,
    location: `${of}.example.com:443`,
    source: `${of}.example.com:443`,
    fingerprint,
    previous: null,
    since: fingerprint === null ? null : '2026-10-01T02:00:00Z',
    failures: 0,
    failure: null,
    observed: { address: '127.0.0.1:443' },
    evidence: null,
    path_end: null,
    revoked: null,
    ownership: null,
    ...more,
  };
}

function subject(of: string, fingerprint: string, commonName: string | null = `${of}.example.com`): Subject {
  const facts = {
    common_name: commonName,
    subject: null,
    issuer: null,
    serial_number: null,
    fingerprint_sha256: fingerprint,
    sans: [],
    key_algorithm: null,
    key_size: null,
    signature_algorithm: null,
    valid_from: null,
    valid_to: '2026-12-01T00:00:00Z',
    lifetime_days: null,
  };
  const chain = [{ ...facts, subject: 'CN=Example CA', fingerprint_sha256: 'cc' }];
  return { entry: of, fingerprint, certificate: { fingerprint, facts, chain }, locations: [`${of}.example.com:443`] };
}

function declaredSubject(of: string, date: string): Subject {
  const { certificate, ...rest } = subject(of, date, null);
  return { ...rest, certificate: { ...certificate, facts: { ...certificate.facts, fingerprint_sha256: null } } };
}

function verdict(status: Status, days: number): Verdict {
  return { ...UNKNOWN_VERDICT, status, level: 'info', date_status: status, days_remaining: days };
}

type CertificatesInput = Parameters<typeof buildReportCertificates>[0];

/** The report with all of its certificates. */
function build({ evaluateUnread, ...more }: Partial<ReportInput & Pick<CertificatesInput, 'evaluateUnread'>>): Report {
  const given = { ...DEFAULTS, ...more };
  const comparison = createComparison({ ...given.comparison, entries: indexEntries(given.entries) });
  const evaluated = { ...given, comparison };
  const certificates = buildReportCertificates({ ...evaluated, ...(evaluateUnread && { evaluateUnread }) });
  return buildReport({ ...evaluated, certificates });
}

const DEFAULTS: Omit<ReportInput, 'certificates'> = {
  scan: {
    scan_id: 'scan-1',
    now: Date.parse('2026-11-17T02:00:00Z'),
    username: null,
    repository: null,
    run_url: null,
  },
  dry_run: false,
  comparison: createEmptyComparison({ version: 1, scans: {}, locations: {}, certificates: {}, events: [] }),
  getVerdict: () => verdict('ok', 100),
  entries: [],
  coverage: coverage(),
  plan: { events: [], deliveries: [] },
  receipts: [],
};

function observed(locations: LiveLocation[], subjects: Subject[]): Partial<ReportInput> {
  const holding = (subject: Subject) => {
    const readable = locations.filter(
      ({ entry, fingerprint }) => entry === subject.entry && fingerprint === subject.fingerprint,
    );
    return { ...subject, locations: readable.map(({ location }) => location) };
  };
  return { comparison: createComparison({ ...DEFAULTS.comparison, locations, subjects: subjects.map(holding) }) };
}

function planned(id: string, more: Partial<PlannedEvent>): PlannedEvent {
  const { data } = reportEvent('certificate.expiry_warning', certificate('shop', 'critical', 9), 'first');
  const context = { event: 'certificate.expiry_warning', timestamp: '2026-11-17T02:00:00Z', data } as const;
  return {
    id,
    event: 'certificate.expiry_warning',
    certificate: 'shop',
    fingerprint_sha256: 'aa',
    threshold: 14,
    suppressed: false,
    reason: 'first',
    notes: [],
    silence: null,
    record: { fingerprint: 'aa', location: null, threshold: 14, locations: [] },
    context: context as unknown as PlannedEvent['context'],
    ...more,
  };
}

describe('certificates in a report', () => {
  it('are sorted by severity, then by days, then by name', () => {
    const status: Record<string, [Status, number]> = {
      a: ['ok', 300],
      b: ['ok', 200],
      c: ['warning', 25],
      d: ['not_yet_valid', 400],
      e: ['critical', 9],
      f: ['critical', 3],
      g: ['expired', -1],
      h: ['critical', 9],
    };
    const names = Object.keys(status);
    const built = build({
      ...observed(
        [location('u', null, { failure: refused }), ...names.map((name) => location(name, 'aa'))],
        names.map((name) => subject(name, 'aa')),
      ),
      getVerdict: (one) => verdict(...(status[one.entry] as [Status, number])),
    });
    expect(built.certificates.map((one) => one.certificate).join(' ')).toBe('g f e h u d c b a');
    expect(built.summary).toMatchObject({ certificates: 9, ok: 2, warning: 1, critical: 3, expired: 1, unknown: 1 });
  });

  it('include the fields of the entry: locations before assignments, labels, tenant', () => {
    const shop = entry('shop', {
      labels: { tenant: 'retail', env: 'prod' },
      owner: '@example/payments',
      assignments: ['lb-1'],
      renewal_instructions: 'docs/renew.md',
    });
    const [record] = build({
      ...observed([location('shop', 'aabbccddeeff0011')], [subject('shop', 'aabbccddeeff0011')]),
      entries: [shop],
    }).certificates;
    expect(record).toMatchObject({
      certificate_id: 'shop:aabbccddeeff',
      assigned_objects: [
        { type: 'endpoint', name: 'shop.example.com:443' },
        { type: 'assignment', name: 'lb-1' },
      ],
      assignment_count: 2,
      tenant: 'retail',
      owner: '@example/payments',
      renewal_instructions: 'docs/renew.md',
      chain: [{ subject: 'CN=Example CA', fingerprint_sha256: 'cc' }],
    });
  });

  it('include a record for each location that was never read', () => {
    const [record] = build({
      ...observed([location('shop', null, { failure: refused, failures: 1, observed: {} })], []),
      entries: [entry('shop')],
    }).certificates;
    expect(record).toMatchObject({
      certificate: 'shop',
      certificate_id: null,
      status: 'unknown',
      level: 'warning',
      valid_to: null,
      days_remaining: null,
      error: refused,
      locations: [{ location: 'shop.example.com:443', observed: {}, error: refused }],
    });
  });

  it('tell a location that was never read from one that fails for a while', () => {
    const failing_since = '2026-10-01T02:00:00Z';
    const locations = [
      location('mail', null, { failure: refused }),
      location('shop', 'aa', { failure: refused, failing_since }),
    ];
    const built = build(observed(locations, [subject('shop', 'aa')])).certificates;
    const shown = Object.fromEntries(built.map((one) => [one.certificate, one.locations[0]]));
    expect(shown.mail).toEqual({ ...shown.mail, never_read: true });
    expect(shown.shop).toEqual({ ...shown.shop, failing_since });
    expect(shown.shop).not.toHaveProperty('never_read');
  });

  it('have last_seen if none of their locations could be read', () => {
    const unread = [
      location('shop', 'aa', { failure: refused, since: '2026-10-02T02:00:00Z' }),
      location('shop', 'aa', { location: 'b:443', failure: refused, since: '2026-10-01T02:00:00Z' }),
    ];
    const built = build(observed(unread, [subject('shop', 'aa')]));
    expect(built.certificates[0]).toMatchObject({ error: refused, last_seen: '2026-10-02T02:00:00Z' });
  });

  it('have no last_seen if one of several locations could be read', () => {
    const locations = [location('shop', 'aa', { failure: refused }), location('shop', 'aa', { location: 'b:443' })];
    const [record] = build(observed(locations, [subject('shop', 'aa')])).certificates;
    expect(record).toMatchObject({ error: null, last_seen: null });
    expect(record?.locations.map(({ error }) => error)).toEqual([refused, null]);
  });

  it('are named after the entry if the date is hard-coded', () => {
    const legacy = entry('legacy', { source: { kind: 'expires', date: '2027-03-01', what: null } });
    const declared = location('legacy', '2027-03-01', { location: 'declared' });
    const [record] = build({
      ...observed([declared], [declaredSubject('legacy', '2027-03-01')]),
      entries: [legacy],
    }).certificates;
    expect(record).toMatchObject({ common_name: 'legacy', certificate_id: 'legacy:2027-03-01' });
    expect(record?.assigned_objects).toEqual([{ type: 'declared', name: 'declared' }]);
  });
});

describe('what a report has only if there is something', () => {
  it('is the entries that no probe observed', () => {
    const error = { code: 'not-observed', detail: 'Nothing came.' };
    const entries = [entry('shop', { probe: 'office' }), entry('mail'), entry('blog')];
    const unobserved = new Map([
      ['shop', error],
      ['blog', error],
    ]);
    const built = build({ entries, unobserved });
    expect(built.summary.not_observed).toBe(2);
    expect(built.not_observed).toEqual([
      { certificate: 'shop', probe: 'office', error },
      { certificate: 'blog', probe: null, error },
    ]);
    for (const none of [{ entries }, { entries, unobserved: new Map() }]) {
      expect([build(none), build(none).summary].filter((part) => 'not_observed' in part)).toEqual([]);
    }
  });

  it('is the results of policies, with their score', () => {
    const results = (['pass', 'pass', 'fail', 'skipped', 'error'] as const).map((result) => {
      return { policy: 'strict', severity: 'warning' as const, result, checks: [] };
    });
    const seen = observed([location('shop', 'aa')], [subject('shop', 'aa')]);
    const built = build({ ...seen, getVerdict: () => ({ ...verdict('ok', 100), policies: results }) });
    expect(built.summary.policies).toEqual({ score: 66, pass: 2, fail: 1, skipped: 1, error: 1 });
    expect(built.certificates[0]?.policies).toEqual({ score: 66, results });
    const without = build(seen);
    expect(['policies' in without.summary, 'policies' in (without.certificates[0] ?? {})]).toEqual([false, false]);
  });

  it('has an overview of each policy, with its checks as they are written', () => {
    const make = (name: string, checks: Partial<Checks>, enabled = true) =>
      policy(checks, { name, enabled, description: `Why ${name}` });
    const threshold = parseThreshold('33%') as ThresholdSpec;
    const policies = [
      make('keys', { min_key_size: { rsa: 3072, ec: 256 }, signature_forbidden: ['md5', 'sha1'] }),
      make('early', { expiry_warning: threshold, san_required: true }),
      make('old', { min_tls_version: '1.3' }),
      make('none', { max_validity_days: 90 }),
      make('off', { max_validity_days: 90 }, false),
    ];
    const check = (name: CheckName, result: CheckStatus) => ({
      ...{ check: name, result, checked: null, expected: '', detail: '' },
    });
    const results: PolicyResult[] = [
      {
        ...{ policy: 'keys', severity: 'warning', result: 'fail' },
        checks: [check('min_key_size', 'fail'), check('signature_forbidden', 'pass')],
      },
      { policy: 'early', severity: 'warning', result: 'error', checks: [check('expiry_warning', 'error')] },
      { policy: 'old', severity: 'warning', result: 'skipped', checks: [check('min_tls_version', 'skipped')] },
    ];
    const seen = observed([location('shop', 'aa')], [subject('shop', 'aa')]);
    const getVerdict = () => ({ ...verdict('ok', 100), policies: results });
    const built = build({ ...seen, getVerdict, policies }).policies ?? [];
    const none = { pass: 0, fail: 0, error: 0, skipped: 0 };
    expect(built[0]).toEqual({
      ...{ policy: 'keys', description: 'Why keys', severity: 'warning', state: 'violated', certificates: 1 },
      ...{ ...none, fail: 1 },
      checks: [
        { check: 'min_key_size', required: 'rsa: 3072, ec: 256', ...none, fail: 1 },
        { check: 'signature_forbidden', required: 'md5, sha1', ...none, pass: 1 },
      ],
    });
    expect(built.map(({ state }) => state)).toEqual([
      ...['violated', 'undecided', 'not-applicable', 'no-certificates', 'disabled'],
    ]);
    expect(built[1]?.checks.map(({ required }) => required)).toEqual(['33%', 'true']);
    expect('policies' in build(seen)).toBe(false);
  });

  it('has undecided policies for a location that was never read, unless it has no certificate', () => {
    const entries = [entry('shop'), entry('licence', { source: { kind: 'expires' } as Entry['source'] })];
    const evaluateUnread = ({ name }: Entry): PolicyResult[] => [
      { policy: name, severity: 'warning', result: 'error', checks: [] },
    ];
    const locations = [location('shop', null), location('licence', null, { location: 'declared' })];
    const built = build({ ...observed(locations, []), entries, evaluateUnread }).certificates;
    expect(built.map(({ certificate, policies }) => [certificate, policies?.results.length])).toEqual([
      ['licence', undefined],
      ['shop', 1],
    ]);
  });

  it('is the silence of an event', () => {
    const silence = { until: '2026-12-01T00:00:00Z', reason: 'known' };
    const applied = { ...silence, created_by: 'ada' };
    const events = [planned('e1', { suppressed: true, reason: 'silenced', silence: applied }), planned('e2', {})];
    const built = build({ plan: { events, deliveries: [] } });
    expect(built.events.map((one) => one.silence)).toEqual([silence, undefined]);
  });

  it('is the location in the name of one of several certificates', () => {
    const locations = [location('shop', 'aa'), location('shop', 'bb', { location: 'b:443' }), location('mail', 'cc')];
    const subjects = [subject('shop', 'aa'), subject('shop', 'bb'), subject('mail', 'cc')];
    const names = build(observed(locations, subjects)).certificates.map(({ display_name }) => display_name);
    expect(names.sort()).toEqual(['mail', 'shop.example.com (b:443)', 'shop.example.com (shop.example.com:443)']);
  });
});

describe('a certificate in a report with several locations', () => {
  const buildOne = (...evidence: (Evidence | null)[]) => {
    const locations = evidence.map((one, index) =>
      location('shop', 'aa', { location: `p${index}:443`, evidence: one }),
    );
    return build(observed(locations, [subject('shop', 'aa')])).certificates[0];
  };
  const GOOD = revocation({ good: ['aa'] });
  const UNKNOWN = revocation({});
  const REVOKED = revocation({ revoked: 'aa' });
  const until = (effective_valid_to: string) => trust({ effective_valid_to });

  it.each<[string, (Evidence | null)[], string | undefined]>([
    ['revoked if it is at any of them', [GOOD, UNKNOWN, REVOKED], 'revoked'],
    ['of unknown status if it is at any of them, and revoked at none', [GOOD, UNKNOWN, GOOD], 'unknown'],
    ['good if it is at all of them', [GOOD, null, GOOD], 'good'],
    ['without a revocation status if none was requested', [{}, null], undefined],
  ])('is %s', (_, evidence, status) => {
    expect(buildOne(...evidence)?.revocation?.status).toBe(status);
  });

  it('has the trust of the first location that is not trusted', () => {
    const [one, two] = [trust({ reason: 'missing-intermediate' }), trust({ reason: 'unknown-issuer' })];
    expect(buildOne(until('2026-11-01T00:00:00Z'), one, two)?.trust).toMatchObject({ reason: 'missing-intermediate' });
  });

  it('otherwise has the trust of the location whose path expires first', () => {
    const times = ['2027-03-01T00:00:00Z', '2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z'];
    expect(buildOne(...times.map(until))?.trust).toMatchObject({ effective_valid_to: '2027-01-01T00:00:00Z' });
  });
});

describe('events and deliveries in a report', () => {
  const delivery = { event_id: 'e1', rule: 'r', destination: 'webhook:slack', due: true, reason: 'first' } as const;
  const plan = {
    events: [
      planned('e1', {}),
      planned('e2', { threshold: '14d' }),
      planned('e3', { threshold: '36h' }),
      planned('e4', { suppressed: true, reason: 'cooldown' }),
      planned('e5', { suppressed: true, reason: 'unmatched', notes: ['a sentence'] }),
    ],
    deliveries: [
      delivery,
      { ...delivery, event_id: 'e2' },
      { ...delivery, event_id: 'e4', due: false, reason: 'cooldown' as const },
    ],
  };
  const receipts = [
    { event_id: 'e1', rule: 'r', destination: 'webhook:slack', status: 'sent' as const, attempts: 2, error: null },
    { event_id: 'e2', rule: 'r', destination: 'webhook:slack', status: 'failed' as const, attempts: 3, error: refused },
  ];

  it('are counted as fired, suppressed and unmatched', () => {
    expect(build({ plan, receipts }).summary).toMatchObject({
      events_fired: 3,
      events_suppressed: 1,
      events_unmatched: 1,
      events_by_threshold: { 14: 2, '36h': 1 },
      deliveries_sent: 1,
      deliveries_failed: 1,
    });
  });

  it('include the results of deliveries', () => {
    const { deliveries } = build({ plan, receipts });
    expect(deliveries.map(({ status, attempts, error }) => [status, attempts, error])).toEqual([
      ['sent', 2, null],
      ['failed', 3, refused],
      ['suppressed', 0, null],
    ]);
  });

  it('are only due in a dry run', () => {
    const built = build({ plan, dry_run: true });
    expect(built.deliveries.map(({ status }) => status)).toEqual(['due', 'due', 'suppressed']);
  });

  it('have notes only if there are any', () => {
    const { events } = build({ plan });
    expect(events.map(({ notes }) => notes)).toEqual([undefined, undefined, undefined, undefined, ['a sentence']]);
  });

  it('match the schema and survive a round trip through JSON', () => {
    const locations = [location('shop', 'aa'), location('mail', null, { failure: refused })];
    const built = build({ ...observed(locations, [subject('shop', 'aa')]), entries: [entry('shop')], plan, receipts });
    expect(validateReport(built), JSON.stringify(validateReport.errors)).toBe(true);
    const json = renderJson(built);
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(built)));
    expect(json.endsWith('}\n')).toBe(true);
  });
});
