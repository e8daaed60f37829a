import { describe, expect, it } from 'vitest';
import { MUTANTS } from './model/mutants.ts';
import { type Outcome, runModel } from './model/run.ts';

/**
 * A model of the scenario: certificates of 6 to 398 days in several places are renewed in full or in part, rolled back and
 * deleted; places fall silent, receivers fail and lose answers, scans race and die, the log is lost, set back and
 * cleared, and the manifest is edited all the while. An oracle that knows the truth, and what each scan can know of it,
 * judges every decision by the contract. MODEL_SEEDS=5000 runs more worlds, MODEL_SEED=17 tells the story of one.
 */
const DAYS = 300;
const SEEDS = Number(process.env.MODEL_SEEDS ?? 200);
const FIRST = Number(process.env.MODEL_SEED ?? 1);
const COUNT = process.env.MODEL_SEED ? 1 : SEEDS;
const BATCH = 10;

const batches = Array.from({ length: Math.ceil(COUNT / BATCH) }, (_, nth) => {
  const first = FIRST + nth * BATCH;
  return { first, last: Math.min(first + BATCH, FIRST + COUNT) - 1 };
});

/** The last days of the entry concerned, so that a person can see what led to it. */
function tellStory(seed: number, { violations, story }: Outcome): string {
  const [worst] = violations;
  if (!worst) return '';
  const day = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
  const concerned = story.filter(({ entry, time }) => time <= worst.time && (!entry || entry === worst.entry));
  const lines = concerned
    .filter(({ text }, at) => !text.startsWith('scan') || concerned[at + 1]?.text.startsWith('scan') === false)
    .slice(-80)
    .map(({ time, entry, text }) => `${day(time)}  ${entry ?? ''}  ${text}`);
  const objections = violations.map(({ code, entry, text }) => `${code}: ${entry}: ${text}`);
  return [`seed ${seed}`, ...lines, '', `${day(worst.time)}  the oracle objects:`, ...objections].join('\n');
}

describe('the planner in a scenario where much goes wrong', () => {
  const met = new Map<string, number>();

  it.each(batches)('keeps every promise in the worlds $first to $last', ({ first, last }) => {
    for (let seed = first; seed <= last; seed += 1) {
      const outcome = runModel(seed, DAYS);
      for (const [what, times] of outcome.met) met.set(what, (met.get(what) ?? 0) + times);
      expect.soft(tellStory(seed, outcome)).toBe('');
    }
  });

  it.runIf(COUNT > 50)('has met everything that can be told, and every reason', () => {
    const rare = EXPECTED.filter((what) => (met.get(what) ?? 0) < 20);
    expect(rare).toEqual([]);
  });
});

const EXPECTED = [
  ...['expiry_warning', 'expired', 'changed', 'unreachable', 'renewed', 'removed', 'recovered'].map(
    (name) => `certificate.${name}`,
  ),
  ...['first', 'escalated', 'repeat', 'retry', 'cooldown', 'once'],
  ...['accepted', 'lost', 'failed', 'quiet'],
  ...['expired', 'critical', 'warning', 'ok', 'unknown'],
];

describe('the model can fail', () => {
  it.each(MUTANTS)('it objects to a planner that $does', ({ broken, product }) => {
    const objects = (seed: number): boolean =>
      runModel(seed, DAYS, product).violations.some(({ code }) => broken.includes(code));
    const seeds = Array.from({ length: 20 }, (_, nth) => nth + 1);
    expect(seeds.some(objects)).toBe(true);
  });
});
