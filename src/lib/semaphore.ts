/** Limits how many tasks run at the same time. */

/** At most `concurrency` tasks run at once; waiting tasks start in order. */
export function createSemaphore(concurrency: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let free = Math.max(1, concurrency);
  return async (work) => {
    // A finished task passes its slot to the next waiter.
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
