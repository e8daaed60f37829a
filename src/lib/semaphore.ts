/** Lets no more than `concurrency` pieces of work run at once; who waits is taken in the order of coming. */
export function createSemaphore(concurrency: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let free = Math.max(1, concurrency);
  return async (work) => {
    // Whoever ends hands its room on: it never becomes free in between.
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
