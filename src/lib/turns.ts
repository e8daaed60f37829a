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

/** After work of this many milliseconds in one piece, a single turn is too little: a handshake needs several, each after an answer. */
const LONG_MS = 100;

/** The part of the time of long work that others get. */
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
      const time = busy;
      busy = 0;
      await setTimeout(time < LONG_MS ? 0 : time * SHARE);
    },
  };
}
