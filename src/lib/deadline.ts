/**
 * The deadline of work with a time limit as a whole, such as reading all sources. What the work waits for gets its share: a request is
 * limited by the time that is left, and nothing is awaited longer.
 */

/** The error of work that was not done by the deadline. */
export class NotInTimeError extends Error {
  constructor() {
    super('the deadline has passed');
  }
}

export interface Deadline {
  /** The time until the deadline in milliseconds: 0 from then on; Infinity if there is none. */
  remaining: () => number;
  /** Aborted at the deadline, with a NotInTimeError. */
  signal: AbortSignal;
  /**
   * Returns the result of the work, or throws NotInTimeError at the deadline. Then, `work` is not started, and its later result is ignored.
   * `grace_ms`: the additional time for work that ends by itself at the deadline.
   */
  limit: <Result>(work: () => Promise<Result>, grace_ms?: number) => Promise<Result>;
}

/** The deadline of work without a time limit. */
export const NO_DEADLINE: Deadline = {
  remaining: () => Number.POSITIVE_INFINITY,
  signal: new AbortController().signal,
  limit: (work) => work(),
};

/** Runs work that gets a deadline after `milliseconds`. Infinity: it has none. */
export async function runWithDeadline<Result>(
  milliseconds: number,
  work: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  if (milliseconds === Number.POSITIVE_INFINITY) return work(NO_DEADLINE);
  const { deadline, stop } = startDeadline(milliseconds);
  try {
    return await work(deadline);
  } finally {
    stop();
  }
}

/** Whether the deadline has passed. Unlike the signal, this is also true at once after work that kept the processor busy. */
export function hasPassed({ remaining }: Pick<Deadline, 'remaining'>): boolean {
  return remaining() === 0;
}

/** The time by which requests end later, so that the failure of what waits for them is the deadline, and not a timeout. */
const MARGIN_MS = 100;

/** Limits a time in milliseconds to what is left. */
export function limitTimeout({ remaining }: Pick<Deadline, 'remaining'>, milliseconds: number): number {
  return Math.min(milliseconds, remaining() + MARGIN_MS);
}

/** Limits a time in seconds to what is left. */
export function limitSeconds(deadline: Pick<Deadline, 'remaining'>, seconds: number): number {
  return limitTimeout(deadline, seconds * 1000) / 1000;
}

/** Returns the result of the work; at the deadline, that of `createLate`. `grace_ms`: as of `limit`. */
export async function limitOr<Result, Late>(
  deadline: Pick<Deadline, 'limit'>,
  work: () => Promise<Result>,
  createLate: () => Late,
  grace_ms?: number,
): Promise<Result | Late> {
  try {
    return await deadline.limit(work, grace_ms);
  } catch (error) {
    if (error instanceof NotInTimeError) return createLate();
    throw error;
  }
}

function startDeadline(milliseconds: number): { deadline: Deadline; stop: () => void } {
  const controller = new AbortController();
  const { signal } = controller;
  const ends = performance.now() + milliseconds;
  // The work in progress. A listener of the signal for each of thousands of connections would take more memory.
  const waiting = new Set<() => void>();
  const timer = setTimeout(() => {
    for (const end of waiting) end();
    controller.abort(new NotInTimeError());
  }, milliseconds);
  const remaining = () => (signal.aborted ? 0 : Math.max(0, ends - performance.now()));
  const limit: Deadline['limit'] = async (work, grace_ms = 0) => {
    if (remaining() === 0) throw new NotInTimeError();
    let end = () => {};
    let grace: NodeJS.Timeout | undefined;
    const ended = new Promise<never>((_, reject) => {
      const fail = () => reject(new NotInTimeError());
      end = () => {
        if (grace_ms === 0) fail();
        else grace = setTimeout(fail, grace_ms);
      };
    });
    waiting.add(end);
    try {
      return await Promise.race([work(), ended]);
    } finally {
      waiting.delete(end);
      clearTimeout(grace);
    }
  };
  return { deadline: { remaining, signal, limit }, stop: () => clearTimeout(timer) };
}
