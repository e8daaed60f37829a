/** Limits how many tasks have started and only wait, because what they keep meanwhile takes memory. */

export interface Backlog {
  /** Runs a task as soon as fewer than the limit wait. Tasks start in the order of the calls. */
  start: <Result>(task: () => Promise<Result>) => Promise<Result>;
  /** Runs work of a task that has started. Meanwhile, it does not wait. */
  work: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/** A started task waits, except while it works. */
export function createBacklog(limit: number): Backlog {
  const queue: (() => void)[] = [];
  let waiting = 0;
  const startNext = () => {
    for (let next = queue[0]; next !== undefined && waiting < limit; next = queue[0]) {
      queue.shift();
      waiting += 1;
      next();
    }
  };
  return {
    start: async (task) => {
      if (waiting >= limit) await new Promise<void>((resolve) => queue.push(resolve));
      else waiting += 1;
      try {
        return await task();
      } finally {
        waiting -= 1;
        startNext();
      }
    },
    work: async (work) => {
      waiting -= 1;
      startNext();
      try {
        return await work();
      } finally {
        waiting += 1;
      }
    },
  };
}

/** For tasks that nobody limits. */
export const workAtOnce: Backlog['work'] = (work) => work();
