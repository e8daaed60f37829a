import { describe, expect, it } from 'vitest';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { createBadgeReport } from '../../src/report/kinds/badge.ts';
import type { ReportOptions } from '../../src/report/kinds/kind.ts';
import { certificate, mixedReport } from './samples.ts';

function render(certificates: ReportCertificate[], options: ReportOptions = {}): string {
  const report = { ...mixedReport(), certificates };
  const source = {
    report,
    digest: null,
    log: createEmptyLog(),
    read_at: report.scanned_at,
    manifest: 'certvigil.yaml',
    positions: new Map(),
  };
  return createBadgeReport(options)(source);
}

const ok = certificate('blog', 'ok', 100, { labels: { team: 'web' } });
const warning = certificate('shop', 'warning', 20, { labels: { team: 'web' } });
const expired = certificate('old', 'expired', -3);
const finding = { about: '', severity: 'critical' as const, code: 'x', detail: '', places: [] };
const revoked = certificate('bad', 'critical', 50, { findings: [{ ...finding, event: 'certificate.revoked' }] });
const critical = certificate('late', 'critical', 5);

describe('the badge', () => {
  it.each<[string, ReportCertificate[], ReportOptions, string, string]>([
    ['of nothing', [], {}, 'certificates', 'none'],
    ['of valid certificates', [ok, ok], {}, 'certificates', '2 certificates ok'],
    ['of the worst status', [ok, expired, warning, expired], {}, 'certificates', '2 expired'],
    ['of critical certificates for several reasons', [critical, revoked], {}, 'certificates', '2 critical'],
    ['of a label', [ok, warning, expired], { label: 'team:web' }, 'web', '1 warning'],
    ['of an entry', [ok, warning, expired], { entry: 'shop' }, 'shop', 'expires in 20 days'],
    ['of an entry that is revoked', [revoked], { entry: 'bad' }, 'bad', 'revoked'],
    ['of an unknown entry', [ok], { entry: 'x' }, 'x', 'none'],
  ])('%s', (_, certificates, options, label, message) => {
    expect(JSON.parse(render(certificates, options))).toEqual({
      ...{ schemaVersion: 1, label, message },
      color: expect.stringMatching(/^#[0-9a-f]{6}$/),
    });
  });

  it('is an image on request, in which hostile names are text', () => {
    const name = '<script>alert(1)</script>"&\u202e';
    const svg = render([certificate(name, 'ok', 5)], { entry: name, format: 'svg' });
    expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;\\u{202e}: expires in 5 days');
    expect(svg).not.toContain('<script');
  });

  it.each<ReportOptions>([{ format: 'png' }, { label: 'team' }])('rejects %j', (options) => {
    expect(() => createBadgeReport(options)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
