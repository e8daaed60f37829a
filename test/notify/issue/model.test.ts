import { describe, expect, it } from 'vitest';
import type { Tracker } from '../../../src/notify/issue/tracker.ts';
import { type ModelResult, runModel, type TrackerMutation } from './model-run.ts';

/**
 * A model of GitHub issues over 200 days: certificates are renewed, rolled back and removed; requests fail before or after they took
 * effect; scans race and crash; logs are lost; lists are stale; people close, reopen, edit and lock issues. Everything but HTTP is
 * real. MODEL_SEEDS=2000 runs more simulations, MODEL_SEED=17 prints the events of one.
 */
const DAYS = 200;
const SEEDS = Number(process.env.MODEL_SEEDS ?? 40);
const FIRST = Number(process.env.MODEL_SEED ?? 1);
const COUNT = process.env.MODEL_SEED ? 1 : SEEDS;
const BATCH = 10;

const batches = Array.from({ length: Math.ceil(COUNT / BATCH) }, (_, nth) => {
  const first = FIRST + nth * BATCH;
  return { first, last: Math.min(first + BATCH, FIRST + COUNT) - 1 };
});

function formatOutcome(seed: number, { violations, timeline }: ModelResult): string {
  return violations.length === 0 ? '' : [`seed ${seed}`, ...timeline.slice(-40)].join('\n');
}

// The last test counts what the others have covered.
describe('issues in random simulations', { shuffle: false }, () => {
  const met = new Map<string, number>();

  it.each(batches)('keep all invariants for the seeds $first to $last', async ({ first, last }) => {
    for (let seed = first; seed <= last; seed += 1) {
      const outcome = await runModel(seed, DAYS);
      for (const [what, times] of outcome.met) met.set(what, (met.get(what) ?? 0) + times);
      expect.soft(formatOutcome(seed, outcome)).toBe('');
    }
  });

  it.runIf(COUNT >= 40)('cover every situation', () => {
    expect(EXPECTED.filter((what) => (met.get(what) ?? 0) < 10)).toEqual([]);
  });
});

const EXPECTED = [
  ...['first', 'escalated', 'repeat', 'retry', 'settled', 'disturbed', 'race'],
  ...['expiry_warning', 'expired', 'changed', 'unreachable', 'renewed', 'removed', 'recovered'].map(
    (name) => `certificate.${name}`,
  ),
  ...['open firing', 'closed firing', 'closed resolved', 'open resolved', 'closed duplicate'],
];

const MUTANTS: [string, TrackerMutation][] = [
  ['does not see open issues', (tracker) => ({ ...tracker, listOpen: async () => [] })],
  ['does not see closed issues', (tracker) => ({ ...tracker, listClosed: async () => [] })],
  ['closes nothing', (tracker) => ({ ...tracker, update: async () => undefined })],
  ['opens nothing', (tracker) => ({ ...tracker, create: async () => undefined })],
  ['overwrites text of people', overwriteConcurrently],
];

function overwriteConcurrently(tracker: Tracker): Tracker {
  const own = (body: string) => body.slice(body.indexOf('<!-- certvigil:issue'));
  return {
    ...tracker,
    update: (number, change) =>
      tracker.update(number, { ...change, body: change.body === null ? null : own(change.body) }),
  };
}

describe('the model', () => {
  it.each(MUTANTS)('detects a tracker that %s', async (_, spoil) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { violations } = await runModel(seed, DAYS, spoil);
      if (violations.length > 0) return expect(violations).not.toEqual([]);
    }
    expect.unreachable('no simulation detects it');
  });
});
