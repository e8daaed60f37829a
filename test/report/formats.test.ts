import { describe, expect, it } from 'vitest';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { buildDigest } from '../../src/report/digest/build.ts';
import { findReportFormat, REPORT_KINDS } from '../../src/report/index.ts';
import { expectGolden } from './golden.ts';
import { mixedReport } from './samples.ts';

const report = mixedReport();
const log = createEmptyLog();
const digest = buildDigest({ report, observation: { log, places: [], subjects: [] }, log });

describe.each(REPORT_KINDS)('the report kind %s', (kind) => {
  it('renders a scan and a digest', () => {
    const format = findReportFormat(kind);
    expectGolden(`kinds/${kind}`, `${format?.scan(report)}\n--- digest\n\n${format?.digest(digest)}`);
  });
});

it('an unknown report kind is not found', () => {
  expect(['html', 'constructor', ''].map(findReportFormat)).toEqual([undefined, undefined, undefined]);
});
