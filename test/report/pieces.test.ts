import { describe, expect, it } from 'vitest';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { LoggedEvent } from '../../src/generated/event-log.ts';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { renderSvgBadge } from '../../src/report/format/status-badge.ts';
import { escapeXml } from '../../src/report/format/xml.ts';
import { toName, toSeconds, toText } from '../../src/report/html/dashboard-texts.ts';
import { buildChain } from '../../src/report/html/details.ts';
import { buildHistory, createHistoryBuilder } from '../../src/report/html/history.ts';
import { createPublished } from '../../src/report/html/published-fields.ts';
import { createHtmlReport } from '../../src/report/kinds/html.ts';
import { readData } from './pages.ts';
import { certificate, createSource, report } from './samples.ts';
import { renderText } from './texts.ts';

it('a badge is an image as wide as its texts', async () => {
  const badges = [
    renderSvgBadge({ label: 'certificates', message: '3 expired', color: '#c0392b' }),
    renderSvgBadge({ label: '例え', message: '<ok> & "fine"', color: '#1e8449' }),
  ];
  await expect(badges.join('')).toMatchFileSnapshot('../golden/report/badges.svg');
});

it('text in XML has no character with a meaning there, and none that is not allowed', () => {
  expect(escapeXml(`a&b<c>d"e'f`)).toBe('a&amp;b&lt;c&gt;d&quot;e&apos;f');
  expect(escapeXml('\0\u001f\ud800\ufffe\uffff\u007f\u0085\ta\nb\r')).toBe(
    '\ufffd\ufffd\ufffd\ufffd\ufffd\u007f\u0085&#9;a\nb&#13;',
  );
});

describe('the history of a certificate', () => {
  const logged = (more: Partial<LoggedEvent>): LoggedEvent => ({
    ...{ id: 'e', certificate: 'shop', event: 'certificate.expired', fingerprint: null, location: null, locations: [] },
    ...{ threshold: null, fired_at: '2026-11-01T00:00:00Z', scan_id: 's', cleared_at: null, deliveries: {}, ...more },
  });
  const shop = certificate('shop', 'ok', 100, { fingerprint_sha256: 'aa' });
  const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`;
  const find = (events: LoggedEvent[], certificates: ReportCertificate[]) =>
    createHistoryBuilder({ ...createEmptyLog(), events }, certificates, true)(shop).map(({ name }) => name);

  it('has the newest 20 events of its entry, the newest first', () => {
    const events = Array.from({ length: 25 }, (_, index) => logged({ event: `${index}`, fired_at: at(index + 1) }));
    expect(find(events, [shop])).toEqual(Array.from({ length: 20 }, (_, index) => `${24 - index}`));
    expect(find([logged({ event: 'x', fired_at: null }), logged({ event: 'y', certificate: 'mail' })], [shop])).toEqual(
      [],
    );
  });

  it('has only its own, and those of its locations, if its entry has several', () => {
    const events = [
      logged({ event: 'own', fingerprint: 'aa', fired_at: at(4) }),
      logged({ event: 'other', fingerprint: 'bb', fired_at: at(3) }),
      logged({ event: 'here', location: 'shop.example.com:443', fired_at: at(2) }),
      logged({ event: 'there', location: 'other:443', fired_at: at(1) }),
      logged({ event: 'nowhere' }),
    ];
    expect(find(events, [shop, { ...shop, fingerprint_sha256: 'bb' }])).toEqual(['own', 'here']);
    expect(find(events, [shop, certificate('mail', 'ok', 9)])).toHaveLength(5);
  });

  it('is found without reading every event for each certificate of its entry', () => {
    let reads = 0;
    const prints = Array.from({ length: 1000 }, (_, index) => index.toString(16).padStart(8, '0'));
    const events = prints.map(
      (print): LoggedEvent => ({
        ...logged({ event: print }),
        get fingerprint() {
          reads += 1;
          return print;
        },
      }),
    );
    const certificates = prints.map((print) => ({ ...shop, fingerprint_sha256: print, locations: [] }));
    const build = createHistoryBuilder({ ...createEmptyLog(), events }, certificates, true);
    expect(certificates.map((one) => build(one).map(({ name }) => name))).toEqual(prints.map((print) => [print]));
    expect(reads).toBeLessThan(10 * prints.length);
  });

  it('has renewals, removals and acknowledgements, with locations only if they are published', () => {
    const facts = (valid_to: string, print: string) => ({
      ...{ common_name: 'shop', subject: 'CN=shop', issuer: 'CN=CA', serial_number: '01', fingerprint_sha256: print },
      ...{ sans: [], key_algorithm: 'EC', key_size: 256, signature_algorithm: null },
      ...{ valid_from: at(1), valid_to, lifetime_days: 90 },
    });
    const location = { source: 'x', failures: 0, failures_at: null, removed: false };
    const log = {
      ...createEmptyLog(),
      locations: {
        shop: {
          'shop.example.com:443': { ...location, fingerprint: 'aa', previous: 'bb', since: at(5) },
          'old:443': { ...location, fingerprint: null, previous: 'bb', since: at(6), removed: true },
        },
      },
      certificates: { aa: facts('2027-02-01T00:00:00Z', 'aa'), bb: facts('2026-11-20T00:00:00Z', 'bb') },
      events: [
        logged({
          fired_at: at(4),
          acknowledged: { acknowledged_by: 'ops', reason: 'known', acknowledged_at: at(7) } as never,
        }),
      ],
    };
    const list = (hasLocations: boolean, others: ReportCertificate[] = []) =>
      createHistoryBuilder(
        log,
        [shop, ...others],
        hasLocations,
      )(shop).map(({ name, detail, location }) => [name, detail, location]);
    expect(list(true)).toEqual([
      ['acknowledged', 'by ops: known', null],
      ['no longer in use', '', 'old:443'],
      ['renewed', 'valid until 2027-02-01, before until 2026-11-20', 'shop.example.com:443'],
      ['certificate.expired', '', null],
    ]);
    expect(list(false).every(([, , location]) => location === null)).toBe(true);
    const other = { ...shop, fingerprint_sha256: 'bb', locations: [] };
    expect(list(true, [other]).map(([name]) => name)).toEqual(['renewed']);
  });

  it('says what each event was about, and when each receiver got it', () => {
    const delivery = { tried_at: at(3), sent_at: at(2), status: 'warning' as const, attempts: 0, error: null };
    const events = [
      logged({
        threshold: 30,
        location: 'a:443',
        deliveries: { r: { issue: delivery, 'webhook:x': { ...delivery, sent_at: null } } },
      }),
      logged({ threshold: '36h', deliveries: { r: { issue: { ...delivery, error: 'http-timeout' } } } }),
      logged({ event: 'certificate.policy_violation', topic: 'policy_violation/strong (a)' }),
      logged({ event: 'certificate.recovered', topic: 'untrusted' }),
    ];
    const seconds = (day: number) => Date.parse(at(day)) / 1000;
    const [one, two, three, four] = buildHistory(events, true);
    expect(one).toEqual({
      ...{ name: 'certificate.expired', detail: '30 days', at: seconds(1), location: 'a:443' },
      deliveries: [
        { to: 'issue', at: seconds(2), error: null },
        { to: 'webhook:x', at: seconds(3), error: null },
      ],
    });
    expect(two).toMatchObject({
      detail: '36h',
      location: null,
      deliveries: [{ at: seconds(3), error: 'http-timeout' }],
    });
    expect([three?.detail, four?.detail]).toEqual(['strong (a)', 'untrusted']);
    expect(buildHistory(events, false)[0]?.location).toBeNull();
  });
});

describe('the chain of a certificate in the dashboard', () => {
  const link = (subject: string, issuer: string | null, fingerprint_sha256 = subject) => ({
    ...{
      subject: `CN=${subject}`,
      issuer: issuer && `CN=${issuer}`,
      fingerprint_sha256,
      valid_to: '2027-01-01T00:00:00Z',
    },
  });
  const build = (more: Partial<ReportCertificate>) =>
    buildChain(certificate('shop', 'ok', 9, { subject: 'CN=shop', issuer: 'CN=CA', ...more })).map(
      ({ kind, name, until, limits }) => [kind, name, until !== null, limits].join(' '),
    );
  const trust = (trusted: boolean) => ({ trust: { trusted } }) as Pick<ReportCertificate, 'trust'>;
  const chain = [link('CA', 'Root'), link('Root', 'Root')];

  it.each<[string, Partial<ReportCertificate>, string[]]>([
    ['a self-signed certificate', { issuer: 'CN=shop' }, []],
    ['an unknown issuer', { issuer: null }, []],
    ['an unknown subject', { subject: null }, []],
    ['nothing that was sent', {}, ['issuer CN=CA false false']],
    ['nothing that was sent, but trust', trust(true), ['anchor CN=CA false false']],
    ['nothing that was sent, and no trust', trust(false), ['missing CN=CA false false']],
    ['everything', { chain }, ['issuer CN=CA true false', 'issuer CN=Root true false']],
    ['everything, and trust', { chain, ...trust(true) }, ['issuer CN=CA true false', 'anchor CN=Root true false']],
    ['a part', { chain: chain.slice(0, 1), ...trust(true) }, ['issuer CN=CA true false', 'anchor CN=Root false false']],
    [
      'a certificate that expires first',
      { chain, limited_by: { subject: 'CN=CA', fingerprint_sha256: 'CA' } },
      ['issuer CN=CA true true', 'issuer CN=Root true false'],
    ],
    ['an issuer without one', { chain: [link('CA', null)], ...trust(true) }, ['anchor CN=CA true false']],
  ])('with %s', (_, more, links) => {
    expect(build(more)).toEqual(links);
  });

  it('ends after ten links', () => {
    const ring = [link('CA', 'B'), link('B', 'CA')];
    expect(build({ chain: ring })).toHaveLength(10);
  });
});

describe('a text in the dashboard', () => {
  it('is short and printable', () => {
    expect([toText('a\u001b'), toText('x'.repeat(2001)).length, toText('x'.repeat(2000)).length]).toEqual([
      'a\\u{1b}',
      2000,
      2000,
    ]);
    expect([toName(' \n'), toName('x'.repeat(301)).length, toName('shop')]).toEqual(['(empty)', 300, 'shop']);
    expect([toSeconds(null), toSeconds('2026-11-01T00:00:00Z'), toSeconds('never')]).toEqual([
      null,
      1_793_491_200,
      null,
    ]);
  });

  it('is published if it is included; labels in the order of their names', () => {
    const labels = { b: '1', a: '2', c: '3' };
    expect(createPublished(null).selectLabels(labels)).toEqual([
      ['a', '2'],
      ['b', '1'],
      ['c', '3'],
    ]);
    expect(createPublished(['labels.c', 'names']).selectLabels(labels)).toEqual([['c', '3']]);
    expect([['names'], ['locations'], ['names', 'locations']].map((one) => createPublished(one).hasTexts)).toEqual([
      ...[false, false, true],
    ]);
  });

  it('has all names of a certificate, unless its name here is the only one', () => {
    const listNames = (sans: string[]) => {
      const one = certificate('shop', 'ok', 9, { display_name: 'a.example', common_name: 'a.example', sans });
      const html = renderText(createHtmlReport())(createSource(report([one])));
      return readData(html).columns.names[0];
    };
    expect([['a.example'], ['a.example', 'b.example'], ['b.example']].map(listNames)).toEqual([
      ...[0, ['a.example', 'b.example'], ['a.example', 'b.example']],
    ]);
  });

  it('says without JavaScript that nothing was scanned yet', () => {
    const html = renderText(createHtmlReport())({ ...createSource(report([])), read_at: null } as never);
    expect(html).toContain('Never scanned.');
  });
});
