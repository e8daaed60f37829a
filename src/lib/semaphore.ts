/** Limits how many tasks run at the same time. */

import { findLargest, getOrCreate } from './collections.ts';
import { memoize } from './memoize.ts';

export type Semaphore = <Result>(work: () => Promise<Result>) => Promise<Result>;

export interface RankedSemaphore {
  /** Runs the work. The waiting task with the highest rank starts next; of equal ones, the first. */
  acquire: <Result>(rank: number, work: () => Promise<Result>) => Promise<Result>;
  /** Lets the first tasks start. Until then, all of them wait, so that they start in the order of their ranks. */
  begin: () => void;
}

/** The waiting tasks of a rank, from `next` on. Removing the first item of an array of 100,000 moves all others. */
interface Queue {
  tasks: (() => void)[];
  next: number;
}

/** Creates a semaphore: at most `count` tasks run at once, and at least one; waiting tasks start in order. */
export function createSemaphore(count: number): Semaphore {
  const { acquire, begin } = createRankedSemaphore(count);
  begin();
  return (work) => acquire(0, work);
}

/** Runs the work, which belongs to a group. */
export type GroupedSemaphore = <Result>(group: string, work: () => Promise<Result>) => Promise<Result>;

/** Creates a semaphore in which one group runs at most `share` tasks at once: slow ones, such as requests to one server, leave room for others. */
export function createGroupedSemaphore(count: number, share: number): GroupedSemaphore {
  const acquire = createSemaphore(count);
  const getGroup = memoize((_group: string) => createSemaphore(share));
  return (group, work) => getGroup(group)(() => acquire(work));
}

/** Creates a semaphore whose waiting tasks start in the order of their ranks. */
export function createRankedSemaphore(count: number): RankedSemaphore {
  const waiting = new Map<number, Queue>();
  let hasBegun = false;
  let free = 0;
  const takeNext = () => {
    if (waiting.size === 0) return undefined;
    const rank = findLargest(waiting.keys());
    const queue = waiting.get(rank);
    const next = queue?.tasks[queue.next];
    if (queue === undefined || next === undefined) return undefined;
    queue.next += 1;
    if (queue.next === queue.tasks.length) waiting.delete(rank);
    return next;
  };
  // A finished task passes its slot to the next one.
  const release = () => {
    const next = takeNext();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    acquire: async (rank, work) => {
      if (free > 0) free -= 1;
      else
        await new Promise<void>((resolve) =>
          getOrCreate(waiting, rank, () => ({ tasks: [], next: 0 })).tasks.push(resolve),
        );
      try {
        return await work();
      } finally {
        release();
      }
    },
    begin: () => {
      if (hasBegun) return;
      hasBegun = true;
      for (let slot = 0; slot < Math.max(1, count); slot += 1) release();
    },
  };
}
