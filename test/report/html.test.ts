import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createFleet } from '../../scripts/fleet/index.ts';
import { DASHBOARD_FIELDS } from '../../src/domain/index.ts';
import { recordDay } from '../../src/events/state/record-day.ts';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { createHtmlDirectory, createHtmlReport } from '../../src/report/kinds/html.ts';
import type { ReportSource } from '../../src/report/kinds/report-kind.ts';
import { createDetailedReport } from './detailed-report.ts';
import { expandPage, readData, readDetails, readElement } from './pages.ts';
import { certificate, createSource, HOSTILE_NAMES, mixedReport, report } from './samples.ts';
import { renderText, renderTexts } from './texts.ts';

const render = renderText(createHtmlReport());

describe('the page', () => {
  const html = render(createFleet(300));

  it('allows exactly its own script and style', () => {
    const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
    const hash = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const [, script] = /<script>(.*?)<\/script>/s.exec(html) ?? [];
    const [, style] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hash(script)}`,
      `style-src ${hash(style)}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('refers to no other file or server', () => {
    const markup = html.replaceAll(/<(script|style)\b.*?<\/\1>/gs, '');
    expect([...markup.matchAll(/\b(?:src|href|action)="([^"]*)"/g)].map(([, url]) => url?.slice(0, 15))).toEqual([
      'data:image/svg+',
    ]);
    expect(markup).not.toMatch(/\son\w+=/);
  });

  it('is the same for the same scan', () => {
    expect(render(createFleet(300))).toBe(html);
  });

  it('has at most 300 bytes for each certificate', () => {
    expect((html.length - render(createFleet(0)).length) / 300).toBeLessThan(300);
  });

  it('lists the most urgent certificates for readers without JavaScript', () => {
    const [, fallback = ''] = /<div id="app">(.*?)<\/div>/s.exec(render(createSource(mixedReport()))) ?? [];
    expect(fallback).toContain('1 expired, 1 critical, 1 unknown, 1 not yet valid, 1 warning, 2 ok');
    expect(fallback).toContain('<td>critical</td><td>shop</td><td>2026-11-26 14:00</td><td>@example/payments</td>');
  });
});

describe('hostile names', () => {
  const names = [
    ...HOSTILE_NAMES,
    '</script><script>alert(1)</script>',
    '<!--<script>',
    '</noscript><img src=x onerror=alert(1)>',
    'x'.repeat(60_000),
  ];
  const hostile = names.map((name, index) =>
    certificate(`entry-${index}`, 'critical', 3, {
      display_name: name,
      common_name: name,
      sans: [name],
      subject: `CN=${name}`,
      issuer: `CN=${name}`,
      owner: name,
      labels: { [name]: name },
      renewal_instructions: name,
      locations: [{ location: name, observed: { address: name }, error: { code: 'endpoint-timeout', detail: name } }],
    }),
  );
  const html = render(createSource(report(hostile), { dashboard: { title: '</title><b>', include: null } }));

  it('end no element and start none', () => {
    const count = (pattern: RegExp) => html.match(pattern)?.length;
    expect(count(/<script/g)).toBe(3);
    expect(count(/<\/script/g)).toBe(3);
    expect(count(/<div/g)).toBe(1);
    expect(html).not.toMatch(/<!--|<img|<b>/);
  });

  it('contain no character that hides or reorders text', () => {
    expect(expandPage(html)).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
    expect(readData(html).columns.alias).toContain('</script><script>alert(1)</script>');
    expect(readData(html).columns.alias).toContain('reads \\u{202e}drawkcab\\u{202c}');
  });

  it('are cut', () => {
    expect(Math.max(...readData(html).columns.alias.map((name) => String(name).length))).toBe(300);
    expect(expandPage(html).length).toBeLessThan(
      expandPage(render(createSource(report([])))).length + names.length * 8000,
    );
  });
});

describe('dashboard.include', () => {
  const secretive: ReportCertificate = {
    ...(createDetailedReport().certificates[0] as ReportCertificate),
    ...{ certificate: 'entry', display_name: 'DISPLAY-NAME', common_name: 'COMMON-NAME', sans: ['ALTERNATIVE-NAME'] },
    ...{ subject: 'CN=SUBJECT', issuer: 'CN=ISSUER', serial_number: '51a1', fingerprint_sha256: 'f1'.repeat(32) },
    ...{ owner: 'OWNER', labels: { team: 'LABEL-TEAM', net: 'LABEL-NET' }, renewal_instructions: 'INSTRUCTIONS' },
    assigned_objects: [{ type: 'assignment', name: 'ASSIGNMENT' }],
    locations: [
      {
        location: 'LOCATION',
        observed: { address: 'ADDRESS' },
        error: { code: 'endpoint-timeout', detail: 'QUOTES-HOST' },
      },
    ],
    chain: [{ subject: 'CN=ISSUER', issuer: 'CN=ROOT', fingerprint_sha256: 'c0'.repeat(32), valid_to: null }],
    limited_by: { subject: 'LIMITING', fingerprint_sha256: 'c0'.repeat(32) },
    renewal: {
      ...{ expected_at: '2026-12-01T00:00:00Z', source: 'ari', error: null },
      ...{ window: null, explanation_url: 'https://EXPLANATION.example' },
    },
    findings: [
      {
        event: 'certificate.untrusted',
        qualifier: '',
        severity: 'critical',
        code: 'missing-intermediate',
        detail: 'QUOTES-HOST',
        locations: ['LOCATION'],
      },
    ],
    policies: { score: 12, results: [{ policy: 'POLICY', severity: 'info', result: 'pass', checks: [] }] },
    trust: {
      ...{ trusted: false, reason: 'missing-intermediate', detail: 'QUOTES-HOST', reasons: ['missing-intermediate'] },
      ...{ effective_valid_to: null, limited_by: null, notes: [{ code: 'root-sent', detail: 'QUOTES-HOST' }] },
    },
  };
  const fired = {
    ...{ id: '0'.repeat(16), certificate: 'entry', fingerprint: 'f1'.repeat(32), location: 'LOCATION', scan_id: null },
    ...{ event: 'certificate.untrusted', threshold: null, locations: ['LOCATION'], cleared_at: null },
    fired_at: '2026-11-16T00:00:00Z',
    deliveries: {
      rule: {
        'webhook:DESTINATION': {
          ...{ tried_at: '2026-11-16T00:00:00Z', sent_at: '2026-11-16T00:00:00Z', status: 'critical' as const },
          ...{ attempts: 0, error: null },
        },
      },
    },
  };
  const source = createSource(report([secretive]));
  const withLog: ReportSource = { ...source, log: { ...source.log, events: [fired] } };
  /** The upper-case texts of the certificate that are in the page. */
  const listPublished = (include: string[] | null) => {
    const page = render({ ...withLog, dashboard: { title: 'x', include } });
    const html = expandPage(page).replaceAll(/<(script|style)>.*?<\/\1>/gs, '');
    const texts = [
      ...['DISPLAY-NAME', 'COMMON-NAME', 'ALTERNATIVE-NAME', 'SUBJECT', 'ISSUER', 'ROOT', 'LIMITING', '51a1', 'f1f1f1'],
      ...['OWNER', 'LABEL-TEAM', 'LABEL-NET', 'INSTRUCTIONS', 'EXPLANATION', 'LOCATION', 'ADDRESS', 'ASSIGNMENT'],
      ...['QUOTES-HOST', 'POLICY', 'missing-intermediate', 'DESTINATION'],
    ];
    return texts.filter((text) => html.includes(text));
  };

  it('publishes everything by default', () => {
    expect(listPublished(null)).toHaveLength(21);
    expect(listPublished([...DASHBOARD_FIELDS])).toEqual(listPublished(null));
  });

  it.each([
    [[], []],
    [['names'], ['COMMON-NAME', 'ALTERNATIVE-NAME', 'SUBJECT']],
    [['locations'], ['LOCATION', 'ADDRESS', 'ASSIGNMENT']],
    [['issuer'], ['ISSUER', 'ROOT', 'LIMITING']],
    [['fingerprint'], ['51a1', 'f1f1f1']],
    [['owner'], ['OWNER']],
    [['labels'], ['LABEL-TEAM', 'LABEL-NET']],
    [['labels.team'], ['LABEL-TEAM']],
    [['renewal'], ['INSTRUCTIONS', 'EXPLANATION']],
    [['findings'], ['missing-intermediate']],
    [['policies'], ['POLICY']],
    [['events'], ['DESTINATION']],
    [
      ['names', 'locations', 'findings'],
      [
        ...['DISPLAY-NAME', 'COMMON-NAME', 'ALTERNATIVE-NAME', 'SUBJECT', 'LOCATION', 'ADDRESS', 'ASSIGNMENT'],
        ...['QUOTES-HOST', 'missing-intermediate'],
      ],
    ],
  ])('%j publishes nothing else', (include, published) => {
    expect(listPublished(include)).toEqual(published);
  });
});

describe('the details', () => {
  const [shop] = createDetailedReport().certificates as [ReportCertificate];

  it('say which locations lag', () => {
    const lagging = {
      event: 'certificate.lagging',
      qualifier: '',
      severity: 'warning' as const,
      code: 'locations-disagree',
    };
    const one = { ...shop, findings: [{ ...lagging, detail: 'x', locations: ['certs/shop.pem'] }] };
    const { locations } = readDetails(render(createSource(report([one]))), 0);
    expect(locations).toEqual([{ address: '127.0.0.1:443' }, { error: 'The file is empty.', lags: true }]);
  });

  it('link the same certificate in other entries', () => {
    const other_locations = [{ certificate: 'inventory', location: 'ssm:1' }];
    const successors = [
      { certificate: 'files', location: 'a.pem', fingerprint_sha256: null, valid_to: '2027-01-01T00:00:00Z' },
    ];
    const details = readDetails(render(createSource(report([{ ...shop, other_locations, successors }]))), 0);
    expect(details).toMatchObject({
      other_locations: [{ entry: 'inventory', location: 'ssm:1' }],
      successors: [{ entry: 'files', location: 'a.pem', until: 1798761600 }],
    });
  });

  it.each([
    [true, 'anchor'],
    [false, 'missing'],
    [null, 'issuer'],
  ])('follow the chain to its end (trusted: %s)', (trusted, kind) => {
    const trust = trusted === null ? null : { ...(shop.trust as NonNullable<typeof shop.trust>), trusted };
    const { chain } = readDetails(render(createSource(report([{ ...shop, trust }]))), 0);
    expect(chain?.map((link) => [link.kind, link.name])).toEqual([
      ['issuer', 'CN=Example CA,O=Example'],
      [kind, 'CN=Example Root'],
    ]);
  });

  it('mark a root that was sent as the trust anchor', () => {
    const root = {
      subject: 'CN=Example Root',
      issuer: 'CN=Example Root',
      fingerprint_sha256: 'r',
      valid_to: '2030-01-01T00:00:00Z',
    };
    const trust = { ...(shop.trust as NonNullable<typeof shop.trust>), trusted: true };
    const { chain } = readDetails(render(createSource(report([{ ...shop, trust, chain: [...shop.chain, root] }]))), 0);
    expect(chain?.map(({ kind }) => kind)).toEqual(['issuer', 'anchor']);
  });

  it('do not follow issuers in a circle', () => {
    const loop = [
      { subject: 'CN=A', issuer: 'CN=B', fingerprint_sha256: 'a', valid_to: null },
      { subject: 'CN=B', issuer: 'CN=A', fingerprint_sha256: 'b', valid_to: null },
    ];
    const { chain } = readDetails(render(createSource(report([{ ...shop, issuer: 'CN=A', chain: loop }]))), 0);
    expect(chain?.length).toBeLessThanOrEqual(10);
  });

  it('have the events of the certificate and its deliveries, newest first', () => {
    const fleet = createFleet(60);
    const { certificates } = fleet.report;
    const index = certificates.findIndex(({ status }) => status === 'expired');
    const { events } = readDetails(render(fleet), index);
    expect(events?.map(({ name, detail }) => [name, detail])).toEqual([
      ['certificate.expired', ''],
      ['certificate.expiry_warning', '14 days'],
      ['renewed', expect.stringMatching(/^valid until 2026-11-\d\d, before until 2026-\d\d-\d\d$/)],
    ]);
    expect(events?.[0]?.deliveries).toEqual([
      { to: 'webhook:slack', at: expect.any(Number), error: null },
      { to: 'webhook:pager', at: expect.any(Number), error: 'http-server-error' },
    ]);
  });
});

it.each<[string, Partial<ReportCertificate>, string[] | null, string[]]>([
  ['owner, issuer and labels', { owner: '@web', labels: { team: 'web' } }, null, ['owners', 'issuers', 'labels']],
  ['nothing', { owner: null, issuer: null, labels: {} }, null, []],
  ['an owner', { issuer: null, owner: '@web', labels: {} }, null, ['owners']],
  ['an issuer', { owner: null, labels: {} }, null, ['issuers']],
  ['what is not published', { owner: '@web', labels: { team: 'web' } }, [], []],
])('the page has filters for certificates with %s as far as they are published', (_, more, include, expected) => {
  const source = createSource(report([certificate('shop', 'ok', 100, more)]), { dashboard: { title: 'x', include } });
  const { has } = readData(render(source));
  expect((['owners', 'issuers', 'labels'] as const).filter((name) => has[name])).toEqual(expected);
});

describe('the trend', () => {
  it('has the counts of each day in the event log', () => {
    const source = createSource(mixedReport());
    const first = recordDay(
      source.log,
      [
        { status: 'ok', findings: [] },
        { status: 'critical', findings: [] },
      ],
      Date.parse('2026-11-15T02:00:00Z'),
    );
    const log = recordDay(first, [{ status: 'ok', findings: [] }], Date.parse('2026-11-16T02:00:00Z'));
    expect(readData(render({ ...source, log })).trend).toEqual({
      days: ['2026-11-15', '2026-11-16'],
      counts: [
        [0, 0],
        [1, 0],
        [0, 0],
        [0, 0],
        [0, 0],
        [1, 1],
      ],
      scores: [null, null],
    });
  });
});

describe('a directory', () => {
  it('has the page as its index', () => {
    const files = renderTexts(createHtmlDirectory())(createFleet(300));
    expect([...files]).toEqual([['index.html', render(createFleet(300))]]);
  });
});

it('the details of 250 certificates are in each block but the last', () => {
  const count = (html: string) =>
    [0, 1, 2].flatMap((index) => {
      const block = readElement(html, `details-${index}`);
      return block === null ? [] : [JSON.parse(block).items.length];
    });
  expect([600, 250, 0].map((size) => count(render(createFleet(size))))).toEqual([[250, 250, 100], [250], []]);
});
