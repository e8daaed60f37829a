import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REPORT_KINDS } from '../../../src/report/kinds/report-kind.ts';
import { values } from './random-values.ts';
import { RENDERED_KINDS, renderReports } from './render-reports.ts';
import { expectRead } from './suite.ts';

describe('the suite of readers', () => {
  it('has every kind of report', () => {
    expect([...RENDERED_KINDS].sort()).toEqual([...REPORT_KINDS].sort());
  });

  it('says what must be read in each report that it renders', () => {
    const [one] = fc.sample(values, { numRuns: 1, seed: 1 });
    const names = one === undefined ? [] : Object.keys(renderReports(one).reports);
    expect(one === undefined ? [] : Object.keys(expectRead(one)).sort()).toEqual(
      [...names, 'badges', 'promtool'].sort(),
    );
    expect(names.length).toBeGreaterThanOrEqual(REPORT_KINDS.length);
  });
});
