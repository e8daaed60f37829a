import { describe, expect, it } from 'vitest';
import { serializeLog } from '../../src/events/log/serialize.ts';
import { MUTANTS } from './model/mutants.ts';
import { openObservationPath, openPartitionedPath } from './model/paths.ts';
import { type Outcome, runModel } from './model/run.ts';

/**
 * A simulation: certificates with lifetimes of 6 to 398 days at several locations are renewed in full or in part, rolled back and
 * deleted; locations become unreachable, receivers fail and lose responses, scans run concurrently and crash, the log is lost,
 * restored and cleared, and the manifest is edited all the while. An oracle that knows what really happened, and what each scan
 * can know, checks every decision. MODEL_SEEDS=5000 runs more simulations, MODEL_SEED=17 prints one.
 */
const DAYS = 300;
const SEEDS = Number(process.env.MODEL_SEEDS ?? 60);
const FIRST = Number(process.env.MODEL_SEED ?? 1);
const COUNT = process.env.MODEL_SEED ? 1 : SEEDS;
const BATCH = 5;

/** Files are slower than values, so other ways through the product run in a few of the simulations. */
const PATH_SEEDS = COUNT === 1 ? [FIRST] : [2, 3];
const PATH_DAYS = 120;

const batches = Array.from({ length: Math.ceil(COUNT / BATCH) }, (_, nth) => {
  const first = FIRST + nth * BATCH;
  return { first, last: Math.min(first + BATCH, FIRST + COUNT) - 1 };
});

/** The last days of the entry concerned, which show what led to the violation. */
function formatTimeline(seed: number, { violations, timeline }: Outcome): string {
  const [worst] = violations;
  if (!worst) return '';
  const day = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
  const concerned = timeline.filter(({ entry, time }) => time <= worst.time && (!entry || entry === worst.entry));
  const lines = concerned
    .filter(({ text }, at) => !text.startsWith('scan') || concerned[at + 1]?.text.startsWith('scan') === false)
    .slice(-80)
    .map(({ time, entry, text }) => `${day(time)}  ${entry ?? ''}  ${text}`);
  const problems = violations.map(({ code, entry, text }) => `${code}: ${entry}: ${text}`);
  return [`seed ${seed}`, ...lines, '', `${day(worst.time)}  violations:`, ...problems].join('\n');
}

// The last test counts what the others have encountered.
describe('the planner under simulated faults', { shuffle: false }, () => {
  const occurrences = new Map<string, number>();

  it.each(batches)('keeps every guarantee with the seeds $first to $last', async ({ first, last }) => {
    for (let seed = first; seed <= last; seed += 1) {
      const outcome = await runModel(seed, DAYS);
      for (const [what, times] of outcome.occurrences) occurrences.set(what, (occurrences.get(what) ?? 0) + times);
      expect.soft(formatTimeline(seed, outcome)).toBe('');
    }
  });

  it.runIf(COUNT > 50)('encounters every event, reason and status', () => {
    const rare = EXPECTED.filter((what) => (occurrences.get(what) ?? 0) < 20);
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

describe('another path through the product', () => {
  it.each([
    ['readings in files of probes', openObservationPath],
    ['a log in partitions', openPartitionedPath],
  ])('decides, sends and records the same: %s', async (_, open) => {
    for (const seed of PATH_SEEDS) {
      const { product, close } = open();
      try {
        const outcome = await runModel(seed, PATH_DAYS, product);
        expect(formatTimeline(seed, outcome)).toBe('');
        const single = await runModel(seed, PATH_DAYS);
        expect(outcome.timeline).toEqual(single.timeline);
        expect(serializeLog(outcome.log)).toBe(serializeLog(single.log));
      } finally {
        close();
      }
    }
  });
});

describe('the oracle', () => {
  it.each(MUTANTS)('rejects a planner that $does', async ({ broken, product }) => {
    const isRejected = async (seed: number): Promise<boolean> => {
      const { violations } = await runModel(seed, DAYS, product);
      return violations.some(({ code }) => broken.includes(code));
    };
    let seed = 1;
    while (seed <= 20 && !(await isRejected(seed))) seed += 1;
    expect(seed).toBeLessThanOrEqual(20);
  });
});
