import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isVacuous, runSuite } from './run-suite.ts';
import type { Suite } from './suite.ts';

type Numbers = number[];

const sum = (numbers: Numbers) => numbers.reduce((total, one) => total + one, 0);
const parity = (numbers: Numbers) => (sum(numbers) % 2 === 0 ? 'even' : 'odd');

/** A suite about sums of numbers, which counts a case as large from 100. */
function createSuite(changes: Partial<Suite<Numbers>> = {}): Suite<Numbers> {
  return {
    room: 'sums',
    drawn: 'numbers',
    programs: [],
    batch: 10,
    cases: fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 8 }),
    answer: parity,
    open: async () => ({ oracles: [], close: async () => {} }),
    differences: [],
    ...changes,
  };
}

const right = { name: 'Right 1.0', ask: async (cases: readonly Numbers[]) => cases.map(parity) };
/** Says `large` for sums of at least 100. */
const coarse = {
  name: 'Coarse 2.0',
  ask: async (cases: readonly Numbers[]) => cases.map((one) => (sum(one) >= 100 ? 'large' : parity(one))),
};
const LARGE = {
  name: 'large',
  reason: 'It counts only to 99.',
  source: 'its manual',
  covers: ({ theirs }: { theirs: string }) => theirs === 'large',
};
const limits = { seed: 7, cases: 200, hasTime: () => true };

describe('a suite', () => {
  it('counts the cases on which all oracles agree with us, and our answers by kind', async () => {
    const result = await runSuite(createSuite(), { oracles: [right, right], close: async () => {} }, limits);
    expect(result).toMatchObject({ room: 'sums', seed: 7, cases: 200, agreements: 200, unexplained: null });
    expect(result.answers).toEqual({ even: expect.any(Number), odd: expect.any(Number) });
    expect((result.answers.even ?? 0) + (result.answers.odd ?? 0)).toBe(200);
  });

  it('counts a difference with a reason, and goes on', async () => {
    const suite = createSuite({ differences: [LARGE] });
    const result = await runSuite(suite, { oracles: [right, coarse], close: async () => {} }, limits);
    expect(result.unexplained).toBeNull();
    expect(result.explained.large).toBeGreaterThan(10);
    expect(result.agreements).toBe(200 - (result.explained.large ?? 0));
  });

  it('stops at a difference without one, and minimizes it', async () => {
    const result = await runSuite(createSuite(), { oracles: [right, coarse], close: async () => {} }, limits);
    const { one, ...unexplained } = result.unexplained ?? { one: null };
    expect(unexplained).toEqual({ oracle: 'Coarse 2.0', ours: expect.any(String), theirs: 'large' });
    expect(sum(one as Numbers)).toBe(100);
    expect(result.cases).toBeLessThan(200);
  });

  it('minimizes only to cases that no difference explains', async () => {
    const differences = [{ ...LARGE, covers: ({ one }: { one: Numbers }) => one.length < 5 }];
    const result = await runSuite(
      createSuite({ differences }),
      { oracles: [coarse], close: async () => {} },
      { ...limits, cases: 2000 },
    );
    expect(result.unexplained?.one).toHaveLength(5);
  });

  it('draws the same cases for a seed, and others for the next one', async () => {
    const draw = async (seed: number) => {
      const drawn: Numbers[] = [];
      const keep = {
        name: 'Keeper',
        ask: async (cases: readonly Numbers[]) => {
          drawn.push(...cases);
          return cases.map(parity);
        },
      };
      await runSuite(createSuite(), { oracles: [keep], close: async () => {} }, { ...limits, seed, cases: 30 });
      return JSON.stringify(drawn);
    };
    expect(await draw(3)).toBe(await draw(3));
    expect(await draw(3)).not.toBe(await draw(4));
  });

  it('ends with the batch in which its time ends', async () => {
    let batches = 0;
    const hasTime = () => {
      batches += 1;
      return batches <= 3;
    };
    const session = { oracles: [right], close: async () => {} };
    expect((await runSuite(createSuite(), session, { ...limits, hasTime })).cases).toBe(30);
  });

  it('treats an oracle without an answer as a difference', async () => {
    const silent = { name: 'Silent', ask: async () => [] };
    const result = await runSuite(createSuite(), { oracles: [silent], close: async () => {} }, limits);
    expect(result.unexplained).toMatchObject({ oracle: 'Silent', theirs: 'no answer', one: [0] });
  });

  it.each([
    [{ even: 100 }, 100, true],
    [{ even: 99 }, 99, false],
    [{ even: 99, odd: 1 }, 100, false],
  ])('with the answers %j in %i cases is vacuous: %s', (answers, cases, expected) => {
    const counted = { room: 'sums', seed: 1, oracles: [], agreements: 0, explained: {}, unexplained: null };
    expect(isVacuous({ ...counted, cases, answers })).toBe(expected);
  });
});
