/** Scans that overlap, and what happens to their log meanwhile. */

import fc from 'fast-check';

export const RECEIVERS = ['hook', 'pager'] as const;
type Receiver = (typeof RECEIVERS)[number];

/** The numbers of files that a scan may be told to divide the log into. */
export const PARTITIONS = [1, 3] as const;

/** What a scan may note in the log. notes.ts explains it. */
export const NOTES = [
  ...(['content', 'failures', 'path_end', 'issuer_end', 'revocation', 'unobserved', 'late', 'lookups'] as const),
  ...(['tlsa', 'ownership', 'auto_renewal', 'sightings', 'shrunk'] as const),
  ...(['fired', 'first_seen', 'acknowledged', 'cleared', 'tried'] as const),
  ...(['renewals', 'transparency', 'issuances'] as const),
  ...(['channels', 'observed', 'digest', 'errors', 'history', 'later'] as const),
];
export type NoteName = (typeof NOTES)[number];

/**
 * How a save on a branch ends. `lost`: GitHub commits, and its response is lost. `refused`: GitHub has an outage. `race`: the next scan that
 * waits saves between the two attempts. `killed`: the scan never saves. A number: the scan is killed when it has sent so many requests that
 * write, after GitHub applied the last one or before.
 */
export type Outcome = 'saved' | 'lost' | 'refused' | 'race' | 'killed' | { writes: number; isApplied: boolean };

/**
 * The call at which a scan with a log in files is killed, counted from a moment: before the call, within it (half of a text is written), or
 * after it.
 */
export interface FileKill {
  calls: number;
  how: 'before' | 'within' | 'after';
}

/**
 * `sent`: from the first call after sending, at the latest before the first text. A number: from the text of this partition, or of the next
 * one that changes, at the latest before its file is replaced; the number of partitions is the main file. `published`: from when the main
 * file was replaced, or not at all if no such call comes.
 */
type FileMoment = 'sent' | 0 | 1 | 2 | 3 | 'published';

interface Start {
  does: 'start';
  after_minutes: number;
  /** Nothing can be sent to this receiver. */
  down: Receiver | null;
  /** An index in `PARTITIONS`. */
  divided: 0 | 1;
  notes: NoteName[];
}

/** Somebody sets the log back to what it was so many steps ago. */
interface SetBack {
  does: 'set-back';
  back: number;
}

/** The log as another release writes it, without the fields that are optional. */
interface Rewrite {
  does: 'rewrite';
}

export type BranchStep =
  /**
   * A scan reads the log, claims it, and sends. If it waits for the claim of another scan, which has sent, that one saves meanwhile or not.
   */
  | (Start & { claim: Outcome; holder: 'saves' | 'stays' })
  /** One of the scans that have sent saves. The number chooses it. */
  | { does: 'save'; scan: number; outcome: Outcome }
  | SetBack
  | Rewrite
  /** A scan of another machine claims the log, by a clock that may be ahead. */
  | { does: 'claim'; ahead_minutes: number; minutes: number };

export type FileStep =
  /**
   * A scan reads and locks the log, and sends. If it waits for the lock of another scan, which has sent, that one ends. `kill` counts from
   * its start, and kills it at the latest before it has written a first log, or sends.
   */
  | (Start & { kill: FileKill | null; holder: FileEnd })
  /** One of the scans that have sent saves: the one with the lock, or else the number chooses it. */
  | { does: 'save'; scan: number; end: FileEnd }
  | SetBack
  | Rewrite;

/** How a scan with a log in files ends after it has sent; null: it saves. */
export type FileEnd = (FileKill & { from: FileMoment }) | null;

interface Log {
  /** Whether there is the log of an earlier release. */
  released: boolean;
  /** The days that each certificate has left at the beginning, and when it is renewed. */
  certificates: { left: number; renewed_after: number | null }[];
}

export type BranchCase = Log & { store: 'branch'; steps: BranchStep[] };
export type FileCase = Log & { store: 'file'; steps: FileStep[] };
export type LogCase = BranchCase | FileCase;

const DAY_MINUTES = 24 * 60;
const createStart = (notes: NoteName[]) => ({
  does: fc.constant('start' as const),
  after_minutes: fc.constantFrom(1, 5, 60, 60, DAY_MINUTES, 5 * DAY_MINUTES, 9 * DAY_MINUTES),
  down: fc.constantFrom(null, null, ...RECEIVERS),
  divided: fc.constantFrom(0 as const, 0 as const, 1 as const),
  notes: fc.subarray(notes),
});
const setBack = fc.record({ does: fc.constant('set-back' as const), back: fc.integer({ min: 1, max: 4 }) });
const rewrite = fc.record({ does: fc.constant('rewrite' as const) });

const outcome = fc.oneof<fc.WeightedArbitrary<Outcome>[]>(
  { weight: 7, arbitrary: fc.constantFrom('saved', 'saved', 'saved', 'lost', 'refused', 'race', 'killed') },
  { weight: 2, arbitrary: fc.record({ writes: fc.nat({ max: 4 }), isApplied: fc.boolean() }) },
);
const createBranchStep = (notes: NoteName[]) =>
  fc.oneof<fc.WeightedArbitrary<BranchStep>[]>(
    {
      weight: 6,
      arbitrary: fc.record({
        ...createStart(notes),
        claim: fc.oneof<fc.WeightedArbitrary<Outcome>[]>(
          { weight: 3, arbitrary: fc.constant('saved') },
          { weight: 1, arbitrary: outcome },
        ),
        holder: fc.constantFrom('saves' as const, 'stays' as const),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ does: fc.constant('save' as const), scan: fc.nat({ max: 3 }), outcome }),
    },
    { weight: 1, arbitrary: setBack },
    { weight: 1, arbitrary: rewrite },
    {
      weight: 1,
      arbitrary: fc.record({
        does: fc.constant('claim' as const),
        ahead_minutes: fc.constantFrom(0, 0, 3, 30, -30),
        minutes: fc.constantFrom(2, 10, 100),
      }),
    },
  );

const MAX_CALLS = 7;
const kill = {
  calls: fc.nat({ max: MAX_CALLS }),
  how: fc.constantFrom('before' as const, 'within' as const, 'after' as const),
};
const MOMENTS: FileMoment[] = ['sent', 0, 1, 2, 3, 'published'];
const fileEnd = fc.option(fc.record({ ...kill, from: fc.constantFrom(...MOMENTS) }), { freq: 2 });
const startKill = fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.record(kill) });
const createFileStep = (notes: NoteName[]): fc.Arbitrary<FileStep> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ ...createStart(notes), kill: startKill, holder: fileEnd }) },
    { weight: 5, arbitrary: fc.record({ does: fc.constant('save' as const), scan: fc.nat({ max: 3 }), end: fileEnd }) },
    { weight: 1, arbitrary: setBack },
    { weight: 1, arbitrary: rewrite },
  );

const log = {
  released: fc.boolean(),
  certificates: fc.array(
    fc.record({
      left: fc.integer({ min: 1, max: 40 }),
      renewed_after: fc.option(fc.integer({ min: 0, max: 30 })),
    }),
    { minLength: 1, maxLength: 3 },
  ),
};
const lengths = { minLength: 2, maxLength: 16, size: 'max' } as const;

/** The notes of all scans of a case, so that overlapping scans often make the same. */
const notes = fc.uniqueArray(fc.constantFrom(...NOTES), { minLength: 2, maxLength: 2 });

export const cases: fc.Arbitrary<LogCase> = notes.chain((all) =>
  fc.oneof(
    fc.record({ store: fc.constant('branch' as const), ...log, steps: fc.array(createBranchStep(all), lengths) }),
    fc.record({ store: fc.constant('file' as const), ...log, steps: fc.array(createFileStep(all), lengths) }),
  ),
);
