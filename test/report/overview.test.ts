import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/generated/report.ts';
import { listReasons } from '../../src/report/html/reasons.ts';
import { buildOverview, mergeReports } from '../../src/report/overview/build.ts';
import { renderOverviewSummary, renderOverviewTable } from './render.ts';
import { certificate, event, report } from './samples.ts';

const NOW = '2026-11-17T02:00:00Z';
const LATER = '2027-11-17T02:00:00Z';

/** The overview of one repository with this report. */
function merge(scanned: Report, now: string) {
  const repository = { full_name: 'acme/shop', name: 'shop', url: 'https://github.com/acme/shop' };
  const input = {
    ...{
      organization: 'acme',
      left_out: { archived: 1, forks: 1, not_selected: 0 },
      dry_run: false,
      allow_unread: false,
      previous: 'compared' as const,
    },
    repositories: [{ repository, manifest: null, state: 'read' as const, report: scanned, run_url: null, error: null }],
    scan: { scan_id: 's', now: Date.parse(now) },
  };
  const merged = mergeReports(input);
  return { ...merged, overview: buildOverview(input, merged.report) };
}

describe('the merged report of an overview', () => {
  it('has certificates that expired after their scan, and test certificates with the status of their settings', () => {
    const certificates = [certificate('web', 'ok', 30), certificate('sample', 'ok', 30, { kind: 'fixture' })];
    const { report: merged } = merge(report(certificates), LATER);
    expect(merged.certificates.map((one) => [one.certificate, one.status])).toEqual([
      ['shop/web', 'expired'],
      ['shop/sample', 'ok'],
    ]);
  });

  it('has the silence of an event as long as it lasts', () => {
    const web = certificate('web', 'warning', 9);
    const silence = { until: '2027-01-01T00:00:00Z', reason: 'moves', created_by: null };
    const scanned = report([web], [event('certificate.expiry_warning', web, 'silenced', { silence })]);
    const find = (now: string) => merge(scanned, now).events.map((one) => one.silence);
    expect([find(NOW), find(LATER)]).toEqual([[silence], [undefined]]);
  });
});

it.each(['constructor', '__proto__'])('a report of another repository can have the code %s', (code) => {
  const finding = {
    event: 'certificate.untrusted',
    qualifier: '',
    severity: 'critical',
    code,
    detail: 'x',
    locations: [],
  };
  const own = { findings: [finding], notices: [{ code, detail: 'x' }], error: { code, detail: 'x' } } as never;
  const { overview, report: merged } = merge(report([certificate('web', 'critical', 9, own)]), NOW);
  const texts = [
    renderOverviewTable(overview, merged, { color: false, columns: 160 }),
    renderOverviewSummary(overview, merged),
    ...merged.certificates.flatMap(listReasons),
  ];
  for (const text of texts) expect(String(text)).not.toMatch(/native code|\[object/);
});

it('the table of an overview begins with the certificates if no repository needs attention', () => {
  const { overview, report: merged } = merge(report([certificate('web', 'ok', 300)]), NOW);
  const text = renderOverviewTable(overview, merged, { color: false, columns: 100 });
  expect(text).toMatch(/^STATUS /);
  expect(text).toMatch(/\nNot selected of acme: 1 archived, 1 fork and 0 others\.\n.*\n$/);
});
