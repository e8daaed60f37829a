import { describe, expect, it } from 'vitest';
import type { Report, ReportCertificate } from '../../src/generated/report.ts';
import { expectGolden } from './golden.ts';
import { renderScanTable } from './render.ts';
import { certificate, delivery, event, HOSTILE_NAMES, mixedReport, report, silencedReport } from './samples.ts';

const plain = (columns: number) => ({ color: false, columns });

function hostileReport(names: readonly string[]): Report {
  const certificates = names.map((name, index) =>
    certificate(`c${index}`, 'critical', index, {
      certificate: name,
      common_name: name,
      owner: name,
      locations: [{ location: name, observed: {}, error: { code: 'endpoint-refused', detail: name } }],
    }),
  );
  const events = certificates.map((one) => event('certificate.expiry_warning', one, 'first', { notes: [name(one)] }));
  const deliveries = events.map((one) =>
    delivery(one, one.certificate, 'failed', { code: 'http-failed', detail: one.certificate }),
  );
  return report(certificates, events, deliveries);
}

const name = (one: { certificate: string }) => one.certificate;

describe('renderScanTable', () => {
  it.each([80, 120])('shows everything at %i columns', async (columns) => {
    await expectGolden(`mixed-${columns}.txt`, renderScanTable(mixedReport(), plain(columns)));
  });

  it('escapes hostile names', async () => {
    await expectGolden('hostile-120.txt', renderScanTable(hostileReport(HOSTILE_NAMES), plain(120)));
  });

  it('shows silenced events with the end and the reason of the silence', () => {
    const text = renderScanTable(silencedReport('known\u001b[31m'), plain(100));
    expect(text).toContain(`SUPPRESSED
  3 silenced until 2026-12-01 (known\\u{1b}[31m): expiry warning for blog, shop, mail
  1 silenced until 2026-12-01T08:30:00Z (known\\u{1b}[31m): expiry warning for wiki
  1 deferred by quiet hours: expired
`);
  });

  it('says why nothing was scanned', async () => {
    await expectGolden('empty.txt', renderScanTable(report([]), plain(80)));
  });

  it('says that a dry run sent nothing', async () => {
    const blog = certificate('blog', 'warning', 25);
    const warned = event('certificate.expiry_warning', blog, 'first', { threshold: 30 });
    const dry = report([blog], [warned], [delivery(warned, 'webhook:slack', 'due')], { dry_run: true });
    await expectGolden('dry-run.txt', renderScanTable(dry, plain(80)));
  });

  it('shows all certificates with problems and twenty without', () => {
    const well = Array.from({ length: 4_970 }, (_, index) => certificate(`well-${index}`, 'ok', 100 + index));
    const ill = Array.from({ length: 30 }, (_, index) => certificate(`ill-${index}`, 'critical', index % 14));
    const lines = renderScanTable(report([...ill, ...well]), plain(80)).split('\n');
    expect(lines.filter((line) => line.startsWith('critical'))).toHaveLength(30);
    expect(lines.filter((line) => line.startsWith('ok'))).toHaveLength(20);
    expect(lines).toContain('and 4,950 more (all ok; --format json shows all)');
    expect(lines.slice(-4)).toEqual([
      '5,000 certificates: 30 critical, 4,970 ok.',
      '0 events fired, 0 suppressed. Nothing was sent.',
      '1 entry, 1 location: all read, all alerts delivered.',
      '',
    ]);
  });

  it('leaves out common names instead of owners on a narrow terminal, and says so', () => {
    const owned = report([certificate('shop', 'ok', 200, { owner: '@web' })]);
    const [narrow, wide] = [99, 100].map((columns) => renderScanTable(owned, plain(columns)));
    expect(narrow).toMatch(/OWNER.*COMMON NAME is left out/s);
    expect(wide).toMatch(/COMMON NAME .* OWNER/);
    expect(renderScanTable(report([certificate('shop', 'ok', 200)]), plain(99))).not.toContain('OWNER');
  });

  it('shows a reason for distrust once, and names the certificates', () => {
    const distrust = (cause: string, where = '') => {
      const code = 'unknown-issuer';
      const finding = { event: 'certificate.untrusted', qualifier: '', severity: 'critical', code } as const;
      const trust = { trusted: false, reason: code, detail: cause, reasons: [code], notes: [] } as const;
      return {
        findings: [{ ...finding, detail: `${where}${cause}`, locations: [] }],
        trust: { ...trust, reasons: [code], notes: [], effective_valid_to: null, limited_by: null },
      } satisfies Partial<ReportCertificate>;
    };
    const nine = Array.from({ length: 9 }, (_, index) =>
      certificate(
        `web${index}`,
        'critical',
        90,
        distrust('The CA is unknown.', index === 4 ? 'At a:443 and 1 more: ' : ''),
      ),
    );
    const other = certificate('shop', 'critical', 90, distrust('Another CA.', 'At b:443: '));
    const [, findings = ''] = renderScanTable(report([...nine, other]), plain(160)).split('FINDINGS\n');
    expect(findings.split('\n\n')[0]).toBe(
      [
        '  Each of 9 certificates (web0, web1, web2, web3, web4, web5, web6, web7, web8) is not trusted by TLS clients (unknown-issuer)',
        '      The CA is unknown.',
        '  shop is not trusted by TLS clients (unknown-issuer)',
        '      At b:443: Another CA.',
      ].join('\n'),
    );
  });

  it('shows findings with the same text once', () => {
    const finding = {
      event: 'certificate.policy_violation',
      qualifier: 'keys',
      severity: 'warning',
      code: 'x',
      locations: [],
    };
    const weak = (name: string, detail: string) =>
      certificate(name, 'ok', 90, { findings: [{ ...finding, detail }] as never[] });
    const rows = [weak('a', 'RSA 1024.'), weak('b', 'RSA 1024.'), weak('c', 'RSA 512.')];
    const [, findings = ''] = renderScanTable(report(rows), plain(160)).split('FINDINGS\n');
    expect(findings.split('\n\n')[0]).toBe(
      [
        '  Each of 2 certificates (a, b) violates policy keys',
        '      RSA 1024.',
        '  c violates policy keys',
        '      RSA 512.',
      ].join('\n'),
    );
  });

  it('keeps the names of files and the owners at 80 columns, and says what is left out', () => {
    const names = ['etc/ssl/a-very-long-directory/payments-gateway.pem', 'etc/ssl/a-very-long-directory/search.pem'];
    const rows = names.map((location, index) =>
      certificate(`the-certificates-of-the-gateway-${index}`, 'ok', 90, {
        owner: '@example/platform-team',
        locations: [{ location, observed: {}, error: null }],
      }),
    );
    const text = renderScanTable(report(rows), plain(80));
    for (const kept of ['payments-gateway.pem  @example/platform-team\n', 'search.pem  @example/platform-team\n'])
      expect(text).toContain(kept);
    expect(text).toContain('COMMON NAME and VALID TO are left out on a narrow terminal.\n');
    expect(renderScanTable(report(rows), plain(200))).not.toContain('left out');
  });

  it('fits more certificates than a call may have arguments', () => {
    const shop = certificate('shop', 'expired', -1);
    const rows = Array.from({ length: 150_000 }, () => shop);
    expect(renderScanTable(report(rows), plain(80)).split('\n').length).toBeGreaterThan(150_000);
  });

  it('limits findings and rule warnings', () => {
    const finding = { event: 'certificate.untrusted', qualifier: '', severity: 'critical', code: 'x', locations: [] };
    const findings = Array.from({ length: 52 }, (_, at) => ({ ...finding, detail: `Detail ${at}.` })) as never[];
    const shop = certificate('shop', 'critical', 9, { findings });
    const notes = Array.from({ length: 53 }, (_, at) => `Note ${at}.`);
    const text = renderScanTable(
      report([shop], [event('certificate.expired', shop, 'unmatched', { notes })]),
      plain(80),
    );
    expect(text).toMatch(/Detail 49\.\n.*and 2 more/);
    expect(text).toMatch(/Note 49\.\n.*and 3 more/);
  });

  it('limits notifications and failures', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => certificate(`c${index}`, 'critical', 3));
    const events = many.map((one) => event('certificate.expiry_warning', one, 'first', { threshold: 7 }));
    const deliveries = events.map((one, index) =>
      delivery(one, 'webhook:pager', 'failed', { code: 'http-client-error', detail: `answered 400 to ${index}` }),
    );
    const text = renderScanTable(report(many, events, deliveries), plain(80));
    expect(text.match(/and 950 more/g)).toHaveLength(2);
    expect(text.split('\n').length).toBeLessThan(1_000 + 200);
  });

  it('lists each cause of failure once per receiver', () => {
    const text = renderScanTable(mixedReport(), plain(80));
    expect(text).toContain('webhook:pager: http-server-error, 2 events');
  });

  it('is colored only on request, and only with its own colors', () => {
    const colored = renderScanTable(hostileReport(HOSTILE_NAMES), { color: true, columns: 80 });
    const ours = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    expect(colored).toMatch(ours);
    expect(colored.replace(ours, '')).toBe(renderScanTable(hostileReport(HOSTILE_NAMES), plain(80)));
  });

  it('truncates nothing if the width is unlimited', () => {
    const long = 'x'.repeat(300);
    const text = renderScanTable(report([certificate(long, 'ok', 200)]), plain(Number.POSITIVE_INFINITY));
    expect(text).toContain(`${long}.example.com:443`);
  });

  it('truncates an absurdly long name even if the width is unlimited', () => {
    const endless = { ...certificate('evil', 'ok', 200), common_name: 'a '.repeat(50_000) };
    const text = renderScanTable(report([endless, certificate('shop', 'ok', 200)]), plain(Number.POSITIVE_INFINITY));
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(1_200);
  });
});
