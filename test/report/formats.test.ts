import { describe, expect, it } from 'vitest';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { joinChunks } from '../../src/lib/files/chunked-text.ts';
import { VERSION } from '../../src/lib/version.ts';
import { buildDigest } from '../../src/report/digest/build.ts';
import { findReportKind, REPORT_KINDS } from '../../src/report/index.ts';
import { createDetailedReport } from './detailed-report.ts';
import { expectGolden } from './golden.ts';
import { createSource, mixedReport } from './samples.ts';

const report = mixedReport();
const log = createEmptyLog();
const digest = buildDigest({ report, observation: { log, places: [], subjects: [] }, log });

/** The style and script of the html report are in src/dashboard/. */
function omitAssets(text: string): string {
  return text
    .replaceAll(/<style>.*?<\/style>/gs, '<style>STYLE</style>')
    .replaceAll(/<script>.*?<\/script>/gs, '<script>SCRIPT</script>')
    .replaceAll(/'sha256-[^']+'/g, "'HASH'");
}

describe.each(REPORT_KINDS)('the report kind %s', (kind) => {
  it('renders a scan and a digest', async () => {
    const create = await findReportKind(kind)?.load();
    const render = create?.({});
    const [scanned, digested] = [createSource(report), createSource(report, { digest })].map((source) =>
      joinChunks(render?.(source) ?? ''),
    );
    // The version changes with each release.
    const text = `${scanned}\n--- digest\n\n${digested}`.replaceAll(`"${VERSION}"`, '"VERSION"');
    expectGolden(`kinds/${kind}`, omitAssets(text));
  });
});

describe.each(REPORT_KINDS)('the report kind %s', (kind) => {
  it('renders every field of a certificate', async () => {
    const detailed = createDetailedReport();
    const create = await findReportKind(kind)?.load();
    const position = { file: 'certvigil.yaml', line: 7, column: 3 };
    const text = create?.({})(createSource(detailed, { positions: new Map([['shop', position]]) })) ?? '';
    expectGolden(`kinds-detailed/${kind}`, omitAssets(joinChunks(text).replaceAll(`"${VERSION}"`, '"VERSION"')));
  });
});

it('an unknown report kind is not found', () => {
  expect(['unknown', 'constructor', ''].map(findReportKind)).toEqual([undefined, undefined, undefined]);
});
