import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseResults } from '../../scripts/compare/table.ts';
import { describeReal } from './harness.ts';
import { CHAPTERS } from './trust/index.ts';
import { scanScenarios, startScenarios, type Testbed } from './trust/setup.ts';
import type { Outcome } from './trust/verdict.ts';

describeReal('the comparison with other tools', { programs: ['openssl'] }, () => {
  let stage: Testbed;
  let said: (entry: string) => Outcome;
  beforeAll(async () => {
    stage = await startScenarios();
    said = await scanScenarios(stage);
  });
  afterAll(() => stage?.close());

  describe.each(CHAPTERS)('$title', ({ situations }) => {
    it.each(situations)('$name: $ours', ({ name, alarm, ours }) => {
      const { entry } = stage.sets.find(({ situation }) => situation.name === name) ?? { entry: '' };
      const { words, ...outcome } = said(entry);
      expect(words).toBe(ours);
      if (alarm !== null) expect(outcome.alarm).toBe(alarm);
    });
  });

  it('has at least sixty situations with distinct names', () => {
    const names = CHAPTERS.flatMap(({ situations }) => situations.map(({ name }) => name));
    expect(names.length).toBeGreaterThanOrEqual(60);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has its results in docs/comparison.csv', () => {
    const { cells } = parseResults(readFileSync('docs/comparison.csv', 'utf8'));
    const expected = CHAPTERS.flatMap(({ situations }) => situations.map(({ name, ours }) => [name, ours]));
    expect(Array.from(cells, ([name, [ours]]) => [name, ours])).toEqual(expected);
  });
});
