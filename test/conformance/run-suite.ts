/** Runs a suite: draws cases, asks everybody, counts, and minimizes the first difference that nothing explains. */

import fc from 'fast-check';
import type { Difference, Disagreement, Oracle, Session, Suite } from './suite.ts';

export interface Limits {
  seed: number;
  /** The maximum number of cases. */
  cases: number;
  /** Returns whether there is time for another batch. */
  hasTime: () => boolean;
}

export interface SuiteResult {
  room: string;
  seed: number;
  oracles: string[];
  cases: number;
  /** The number of cases on which we agree with all oracles. */
  agreements: number;
  /** The numbers of our answers of each kind. */
  answers: Record<string, number>;
  /** The numbers of differences that are explained, by name. */
  explained: Record<string, number>;
  /** The first difference that is not, minimized; null: none. */
  unexplained: Disagreement<unknown> | null;
}

/** The maximum time for making a difference smaller, in milliseconds. */
const SHRINK_LIMIT_MS = 60_000;

/** Runs the suite until a limit, or until the first difference that nothing explains. */
export async function runSuite<Case>(
  suite: Suite<Case>,
  { oracles }: Session<Case>,
  { seed, cases, hasTime }: Limits,
): Promise<SuiteResult> {
  const result: SuiteResult = {
    ...{ room: suite.room, seed, oracles: oracles.map(({ name }) => name) },
    ...{ cases: 0, agreements: 0, answers: {}, explained: {}, unexplained: null },
  };
  for (let batch = 0; result.unexplained === null && result.cases < cases && hasTime(); batch += 1) {
    const numRuns = Math.min(suite.batch, cases - result.cases);
    const parameters = { seed: seed * BATCHES + batch, numRuns };
    const drawn = fc.sample(suite.cases, parameters);
    const found = await compare(suite, oracles, drawn);
    for (const [index, { ours, disagreements }] of found.entries()) {
      result.cases += 1;
      addOne(result.answers, /^[^ :]*/.exec(ours)?.[0] ?? '');
      if (disagreements.length === 0) result.agreements += 1;
      const open = disagreements.find((one) => !count(one, suite.differences, result.explained));
      if (open === undefined) continue;
      result.unexplained = (await minimize(suite, oracles, { ...parameters, path: String(index) })) ?? open;
      break;
    }
  }
  return result;
}

/** The seeds of a run are distinct from those of the next one, for this number of batches. */
const BATCHES = 100_000;

interface Compared<Case> {
  ours: string;
  disagreements: Disagreement<Case>[];
}

/** Compares our answers with those of all oracles. */
async function compare<Case>(
  { answer, agrees = isEqual }: Suite<Case>,
  oracles: readonly Oracle<Case>[],
  cases: readonly Case[],
): Promise<Compared<Case>[]> {
  const all = await Promise.all(cases.map(answer));
  const answers = await Promise.all(oracles.map(({ ask }) => ask(cases)));
  return cases.map((one, index) => {
    const ours = all[index] ?? '';
    const disagreements = oracles.flatMap(({ name }, at) => {
      const { [index]: theirs = 'no answer' } = answers[at] ?? [];
      return theirs === null || agrees(ours, theirs, name) ? [] : [{ one, oracle: name, ours, theirs }];
    });
    return { ours, disagreements };
  });
}

const isEqual = (ours: string, theirs: string) => theirs === ours;

function addOne(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

/** Counts a disagreement under the first difference that covers it. Returns false if there is none. */
function count<Case>(
  disagreement: Disagreement<Case>,
  differences: readonly Difference<Case>[],
  explained: Record<string, number>,
): boolean {
  const name = differences.find(({ covers }) => covers(disagreement))?.name;
  if (name === undefined) return false;
  addOne(explained, name);
  return true;
}

/** Finds the smallest case near a drawn one that nothing explains either. Null if it cannot be repeated. */
async function minimize<Case>(
  suite: Suite<Case>,
  oracles: readonly Oracle<Case>[],
  parameters: { seed: number; numRuns: number; path: string },
): Promise<Disagreement<Case> | null> {
  let smallest: Disagreement<Case> | null = null;
  const property = fc.asyncProperty(suite.cases, async (one) => {
    const [compared] = await compare(suite, oracles, [one]);
    const open = compared?.disagreements.find((found) => !count(found, suite.differences, {}));
    if (open !== undefined) smallest = open;
    return open === undefined;
  });
  await fc.check(property, { ...parameters, interruptAfterTimeLimit: SHRINK_LIMIT_MS });
  return smallest;
}

/** Below this number of cases, one kind of answer may be chance. */
const ENOUGH_CASES = 100;

/** Returns whether all cases have the same kind of answer, so that an oracle which always gives it would agree. */
export function isVacuous({ cases, answers }: SuiteResult): boolean {
  return cases >= ENOUGH_CASES && Object.keys(answers).length < 2;
}
