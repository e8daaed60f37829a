/** Scans that overlap, and what happens to the log on its branch meanwhile. */

import fc from 'fast-check';

/**
 * How a save ends. `lost`: GitHub commits, and its response is lost. `refused`: GitHub has an outage. `race`: the next scan that waits saves
 * between the two attempts. `killed`: the scan never saves. A number: the scan is killed when it has sent so many requests that write, after
 * GitHub applied the last one or before.
 */
export type Outcome = 'saved' | 'lost' | 'refused' | 'race' | 'killed' | { writes: number; isApplied: boolean };

export const RECEIVERS = ['hook', 'pager'] as const;
type Receiver = (typeof RECEIVERS)[number];

type Step =
  /** A scan reads the log, and sends, but nothing can be sent to a receiver that is down. */
  | { does: 'start'; after_hours: number; down: Receiver | null }
  /** One of the scans that have sent saves. The number chooses it. */
  | { does: 'save'; scan: number; outcome: Outcome }
  /** Somebody sets the branch back to what it was so many steps ago. */
  | { does: 'force'; back: number };

export interface LogCase {
  /** Whether the branch has the log of an earlier release. */
  released: boolean;
  /** The days that each certificate has left at the beginning, and when it is renewed. */
  certificates: { left: number; renewed_after: number | null }[];
  steps: Step[];
}

const HOURS_OF_DAY = 24;
const start = fc.record({
  does: fc.constant('start' as const),
  after_hours: fc.constantFrom(1, 1, HOURS_OF_DAY, 5 * HOURS_OF_DAY, 9 * HOURS_OF_DAY),
  down: fc.constantFrom(null, null, ...RECEIVERS),
});
const save = fc.record({
  does: fc.constant('save' as const),
  scan: fc.nat({ max: 3 }),
  outcome: fc.oneof<fc.WeightedArbitrary<Outcome>[]>(
    { weight: 7, arbitrary: fc.constantFrom('saved', 'saved', 'saved', 'lost', 'refused', 'race', 'killed') },
    { weight: 2, arbitrary: fc.record({ writes: fc.nat({ max: 4 }), isApplied: fc.boolean() }) },
  ),
});
const force = fc.record({ does: fc.constant('force' as const), back: fc.integer({ min: 1, max: 4 }) });

export const cases: fc.Arbitrary<LogCase> = fc.record({
  released: fc.boolean(),
  certificates: fc.array(
    fc.record({
      left: fc.integer({ min: 1, max: 40 }),
      renewed_after: fc.option(fc.integer({ min: 0, max: 30 })),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  steps: fc.array(
    fc.oneof({ weight: 6, arbitrary: start }, { weight: 6, arbitrary: save }, { weight: 1, arbitrary: force }),
    { minLength: 2, maxLength: 16, size: 'max' },
  ),
});
