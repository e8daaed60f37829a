/** Limits how many tasks run at the same time. */

import { getOrCreate } from './collections.ts';

export type Semaphore = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** A semaphore, of whose waiting tasks that with the highest rank starts next; of equal ones, the first. */
export type RankedSemaphore = <Result>(rank: number, work: () => Promise<Result>) => Promise<Result>;

/** Creates a semaphore: at most `count` tasks run at once, and at least one; waiting tasks start in order. */
export function createSemaphore(count: number): Semaphore {
  const acquire = createRankedSemaphore(count);
  return (work) => acquire(0, work);
}

/** Creates a semaphore, whose waiting tasks start in the order of their ranks. */
export function createRankedSemaphore(count: number): RankedSemaphore {
  const waiting = new Map<number, (() => void)[]>();
  let free = Math.max(1, count);
  const takeNext = () => {
    const rank = Math.max(...waiting.keys());
    const queue = waiting.get(rank);
    const next = queue?.shift();
    if (queue?.length === 0) waiting.delete(rank);
    return next;
  };
  return async (rank, work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => getOrCreate(waiting, rank, () => []).push(resolve));
    try {
      return await work();
    } finally {
      // A finished task passes its slot to the next one.
      const next = takeNext();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
