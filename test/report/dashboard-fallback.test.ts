import { describe, expect, it } from 'vitest';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { createHtmlReport } from '../../src/report/kinds/html.ts';
import { certificate, createSource, report } from './samples.ts';
import { renderText } from './texts.ts';

const render = renderText(createHtmlReport());

/** What readers without JavaScript see. */
function readFallback(certificates: ReportCertificate[], title = 'Certificates'): string {
  const html = render(createSource(report(certificates), { dashboard: { title, include: null } }));
  return /<div id="app">\n(.*?)<\/div>/s.exec(html)?.[1] ?? '';
}

const listRows = (certificates: ReportCertificate[]) =>
  [...readFallback(certificates).matchAll(/<tr>(<td>.*)<\/tr>/g)].map(([, cells = '']) =>
    [...cells.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell),
  );

describe('a dashboard without JavaScript', () => {
  it('has the status, name, expiry and owner of each certificate', () => {
    const rows = listRows([
      certificate('shop', 'expired', -1, { owner: '@web', effective_valid_to: '2026-11-16T01:02:59Z' }),
      certificate('mail', 'critical', 5, { owner: null, effective_valid_to: '2026-11-22T00:00:00Z' }),
      certificate('pem', 'warning', 20, {
        ...{ owner: '@ops', display_name: 'a.example (a.pem)', effective_valid_to: '2026-12-07T00:00:00Z' },
      }),
      certificate('lost', 'unknown', null, { owner: '@web', effective_valid_to: null }),
    ]);
    expect(rows).toEqual([
      ['expired', 'shop', '2026-11-16 01:02', '@web'],
      ['critical', 'mail', '2026-11-22 00:00', ''],
      ['warning', 'a.example (a.pem)', '2026-12-07 00:00', '@ops'],
      ['unknown', 'lost', '', '@web'],
    ]);
  });

  it('calls a certificate revoked or untrusted as the page does', () => {
    const topic = { event: 'certificate.revoked', qualifier: '', severity: 'critical' } as const;
    const findings = [{ ...topic, code: 'revoked', detail: 'Revoked.', locations: [] }];
    expect(listRows([certificate('shop', 'critical', 90, { findings })])[0]?.[0]).toBe('revoked');
  });

  it('has at most 50 certificates, and the number of the others', () => {
    const createMany = (count: number) =>
      Array.from({ length: count }, (_, index) => certificate(`c${index}`, 'ok', 100));
    expect(listRows(createMany(51)).map(([, name]) => name)).toEqual(createMany(50).map((one) => one.certificate));
    expect(readFallback(createMany(50))).not.toContain('more');
    expect(readFallback(createMany(51))).toContain('<p>1 more.</p>');
    expect(readFallback(createMany(1_250))).toContain('<p>1,200 more.</p>');
  });

  it('has its title, and says when the certificates were read and how many have each status', () => {
    const text = readFallback([certificate('shop', 'ok', 100), certificate('mail', 'critical', 3)], 'Team <web>');
    expect(text.split('\n').slice(0, 5)).toEqual([
      '<main class="plain"><h1>Team &lt;web&gt;</h1>',
      '<p>Scanned 2026-11-17 02:00 UTC. 0 expired, 1 critical, 0 unknown, 0 not yet valid, 0 warning, 1 ok.</p>',
      '<p>1 entry, 1 location: all read, all alerts delivered.</p>',
      '<p>Watched: 1 of 3 known names and certificates.</p>',
      '<p>Search, charts and details need JavaScript, and Chrome 123, Firefox 120, Safari 17.5 or a later version.</p>',
    ]);
    expect(text.endsWith('</tbody></table>\n</main>\n')).toBe(true);
  });

  it('shows any text as text', () => {
    const [row] = listRows([certificate('a', 'ok', 9, { display_name: `<b>&"'`, owner: '<i>' })]);
    expect(row?.slice(1)).toEqual(['&lt;b&gt;&amp;&quot;&#39;', expect.any(String), '&lt;i&gt;']);
  });
});
