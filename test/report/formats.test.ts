import { describe, expect, it } from 'vitest';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { VERSION } from '../../src/lib/version.ts';
import { buildDigest } from '../../src/report/digest/build.ts';
import { findReportKind } from '../../src/report/index.ts';
import type { ReportOptions } from '../../src/report/kinds/report-kind.ts';
import { REPORT_KINDS } from '../../src/report/kinds/report-kind.ts';
import { createScenario, day, endpoint, entry, certificate as shopCertificate } from '../events/scenario.ts';
import { createDetailedReport } from './detailed-report.ts';
import { expectGolden } from './golden.ts';
import { certificate, createEmptyComparison, report as createReport, createSource, mixedReport } from './samples.ts';
import { joinPieces } from './texts.ts';

const report = mixedReport();
const log = createEmptyLog();
const digest = buildDigest({ report, comparison: createEmptyComparison(log), log });

/** So that a reader sees the data of the html report. */
const compress = (text: string) => text;

/** The style and script of the html report are in src/dashboard/. */
function omitAssets(text: string): string {
  return text
    .replaceAll(/<style>.*?<\/style>/gs, '<style>STYLE</style>')
    .replaceAll(/<script>.*?<\/script>/gs, '<script>SCRIPT</script>')
    .replaceAll(/'sha256-[^']+'/g, "'HASH'");
}

describe('the Atom feed', () => {
  const scenario = createScenario([entry('shop')]);
  const shop = shopCertificate('old', { to: day(100) });
  scenario.scan({ now: day(80), readings: [endpoint('shop', 'shop:443', shop)] });

  async function renderFeed(more: Partial<ReportCertificate>, options: ReportOptions = {}) {
    const create = findReportKind('atom')?.create;
    const scanned = createReport([certificate('shop', 'warning', 20, more)]);
    return joinPieces(create?.(options)(createSource(scanned, { log: scenario.log })) ?? '');
  }

  it('has the expiry, the owner and a link to how to renew', async () => {
    const feed = await renderFeed({ owner: '@web & co', renewal_instructions: 'https://wiki.example/renew?a=1&b=2' });
    expect(feed).toContain(`Expiry: ${formatIsoTime(day(100))}\nOwner: @web &amp; co\nAt shop:443`);
    expect(feed).toContain('<link rel="alternate" href="https://wiki.example/renew?a=1&amp;b=2"/>');
    expect(feed).not.toContain('rel="self"');
  });

  it('names its own address, and links to its directory if nothing else is known', async () => {
    const feed = await renderFeed({}, { url: 'https://status.example/certs/feed.xml' });
    expect(feed).toContain(
      '<link rel="self" type="application/atom+xml" href="https://status.example/certs/feed.xml"/>',
    );
    expect(feed).toContain('<link rel="alternate" href="https://status.example/certs/"/>');
    await expect(renderFeed({}, { url: 'feed.xml' })).rejects.toMatchObject({ code: 'usage' });
  });
});

it('SARIF and CSV name every failed check of a policy', async () => {
  const checks = ['policy-min-key-size', 'policy-ct-required'].map((code) => ({ code, detail: `${code} failed.` }));
  const finding = { event: 'certificate.policy_violation', qualifier: 'strict', severity: 'critical', ...checks[0] };
  const weak = certificate('weak', 'ok', 300, { findings: [{ ...finding, checks, locations: ['a'] } as never] });
  const render = async (kind: string) =>
    joinPieces(findReportKind(kind)?.create({})(createSource(createReport([weak]))) ?? '');
  const { runs } = JSON.parse(await render('sarif')) as {
    runs: [{ results: { ruleId: string; message: { text: string } }[] }];
  };
  expect(runs[0].results.map(({ ruleId, message }) => [ruleId, message.text])).toEqual(
    checks.map(({ code, detail }) => [code, `weak: ${detail}`]),
  );
  expect(await render('csv')).toContain('policy-min-key-size policy-ct-required');
});

describe.each(REPORT_KINDS)('the report kind %s', (kind) => {
  it('renders a scan and a digest', async () => {
    const create = findReportKind(kind)?.create;
    const render = create?.({});
    const [scanned, digested] = [createSource(report, { compress }), createSource(report, { digest, compress })].map(
      (source) => joinPieces(render?.(source) ?? ''),
    );
    // The version changes with each release.
    const text = `${scanned}\n--- digest\n\n${digested}`.replaceAll(`"${VERSION}"`, '"VERSION"');
    await expectGolden(`kinds/${kind}`, omitAssets(text));
  });
});

describe.each(REPORT_KINDS)('the report kind %s', (kind) => {
  it('renders every field of a certificate', async () => {
    const detailed = createDetailedReport();
    const create = findReportKind(kind)?.create;
    const position = { file: 'certvigil.yaml', line: 7, column: 3 };
    const text = create?.({})(createSource(detailed, { positions: new Map([['shop', position]]), compress })) ?? '';
    await expectGolden(`kinds-detailed/${kind}`, omitAssets(joinPieces(text).replaceAll(`"${VERSION}"`, '"VERSION"')));
  });
});

it('an unknown report kind is not found', () => {
  expect(['unknown', 'constructor', ''].map(findReportKind)).toEqual([undefined, undefined, undefined]);
});
