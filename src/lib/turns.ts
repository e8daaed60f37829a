/** Shares the processor: work that keeps it busy lets other work, such as handshakes, have its turn before their timeouts pass. */

import { setTimeout } from 'node:timers/promises';

export interface Turns {
  /** Runs synchronous work, and counts its time. */
  run: <Result>(work: () => Result) => Result;
  /** Waits if the work was long enough; otherwise returns at once. */
  yield: () => Promise<void>;
}

/** The time in milliseconds after which other work has its turn: short compared with the timeout of a connection. */
const MAX_BUSY_MS = 50;

/** The part of the time of the work that the others get, in which answers arrive that they wait for. A turn without time has only those that are here. */
const SHARE = 1 / 4;

export function createTurns(): Turns {
  let busy = 0;
  return {
    run: (work) => {
      const started = performance.now();
      try {
        return work();
      } finally {
        busy += performance.now() - started;
      }
    },
    yield: async () => {
      if (busy < MAX_BUSY_MS) return;
      const pause = busy * SHARE;
      busy = 0;
      await setTimeout(pause);
    },
  };
}
