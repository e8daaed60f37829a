import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  it('is in docs/comparison.md, in this order', () => {
    const documented =
      readFileSync('docs/comparison.md', 'utf8').match(/^\| .* \| .* \| .* \| .* \| .* \| .* \| .* \|$/gm) ?? [];
    const cells = documented.map((line) => line.slice(2, -2).split(' | ').slice(0, 3).join(' | '));
    const expected = CHAPTERS.flatMap(({ situations }) =>
      situations.map(({ name, clients, ours }) => `${name} | ${clients} | ${ours}`),
    );
    expect(cells.filter((cell) => !/^situation |^---/.test(cell))).toEqual(expected);
  });
});
