/** Limits how many tasks run at the same time. */

/** At most `concurrency` tasks run at once; waiting tasks start in order. */
export function createSemaphore(concurrency: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const slots = createSlots(concurrency);
  return async (work) => {
    await slots.take();
    try {
      return await work();
    } finally {
      slots.release();
    }
  };
}

export interface Slots {
  /** Undefined if a slot is free; otherwise it waits for one. */
  take: () => Promise<void> | undefined;
  release: () => void;
  isIdle: () => boolean;
}

/** At least one slot. They are passed on in the order of the calls of `take`. */
export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let taken = 0;
  return {
    take: () => {
      if (taken >= Math.max(1, count)) return new Promise((resolve) => waiting.push(resolve));
      taken += 1;
      return undefined;
    },
    // A finished task passes its slot to the next one.
    release: () => {
      const next = waiting.shift();
      if (next === undefined) taken -= 1;
      else next();
    },
    isIdle: () => taken === 0,
  };
}
