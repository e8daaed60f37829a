/** Limits how many tasks run at the same time. */

import { findLargest } from './collections.ts';
import { memoize } from './memoize.ts';

export type Semaphore = <Result>(work: () => Promise<Result>) => Promise<Result>;

export interface RankedSemaphore {
  /** Runs the work. The waiting task with the highest rank starts next; of equal ones, the first. */
  acquire: <Result>(rank: number, work: () => Promise<Result>) => Promise<Result>;
  /** Lets `count` more tasks run at once. Until the first call, all of them wait, so that they start in the order of their ranks. */
  allow: (count: number) => void;
}

/** The waiting tasks of a rank, as a list: removing the first item of an array of 100,000 would move all others. */
interface Queue {
  first: WaitingTask;
  last: WaitingTask;
}

interface WaitingTask {
  start: () => void;
  next: WaitingTask | null;
}

/** Creates a semaphore: at most `count` tasks run at once, and at least one; waiting tasks start in order. */
export function createSemaphore(count: number): Semaphore {
  const { acquire, allow } = createRankedSemaphore();
  allow(Math.max(1, count));
  return (work) => acquire(0, work);
}

/** Lanes, each of which does the work for one item after the other. Items that wait take no memory, unlike tasks behind a semaphore. */
export interface Lanes {
  /** Adds lanes: `count` more items may be in progress at once. */
  add: (count: number) => void;
  /** Resolves when the work is done for every item; rejects as soon as it fails for one. */
  done: Promise<void>;
}

/** Opens lanes for items, which are started in order. There are none until some are added. */
export function openLanes<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Lanes {
  const remaining = items[Symbol.iterator]();
  let active = 0;
  let settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  const done = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  const run = async (first: IteratorResult<Item>) => {
    active += 1;
    try {
      for (let next = first; !next.done; next = remaining.next()) await work(next.value);
    } catch (error) {
      settle?.reject(error);
    }
    active -= 1;
    if (active === 0) settle?.resolve();
  };
  const add = (count: number) => {
    for (let lane = 0; lane < count; lane += 1) {
      const next = remaining.next();
      if (!next.done || active === 0) void run(next);
      if (next.done) return;
    }
  };
  return { add, done };
}

/** Does `work` for each item, for at most `count` of them at once, and for at least one. They are started in order. */
export function forEachLimited<Item>(
  items: Iterable<Item>,
  count: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const { add, done } = openLanes(items, work);
  add(Math.max(1, count));
  return done;
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
export function createRankedSemaphore(): RankedSemaphore {
  const waiting = new Map<number, Queue>();
  let free = 0;
  const takeNext = () => {
    if (waiting.size === 0) return undefined;
    const rank = findLargest(waiting.keys());
    const queue = waiting.get(rank);
    if (queue === undefined) return undefined;
    const { start, next } = queue.first;
    if (next === null) waiting.delete(rank);
    else queue.first = next;
    return start;
  };
  const enqueue = (rank: number, start: () => void) => {
    const task: WaitingTask = { start, next: null };
    const queue = waiting.get(rank);
    if (queue === undefined) waiting.set(rank, { first: task, last: task });
    else {
      queue.last.next = task;
      queue.last = task;
    }
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
      else await new Promise<void>((resolve) => enqueue(rank, resolve));
      try {
        return await work();
      } finally {
        release();
      }
    },
    allow: (count) => {
      free += count;
      while (free > 0) {
        const next = takeNext();
        if (next === undefined) return;
        free -= 1;
        next();
      }
    },
  };
}
