/** Limits how many tasks run at the same time. */

export type Semaphore = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Creates a semaphore: at most `count` tasks run at once, and at least one; waiting tasks start in order. */
export function createSemaphore(count: number): Semaphore {
  const waiting: (() => void)[] = [];
  let free = Math.max(1, count);
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // A finished task passes its slot to the next one.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
