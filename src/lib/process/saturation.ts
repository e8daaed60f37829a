/** Measures whether event loops have time to spare. */

import type { Performance } from 'node:perf_hooks';

/** The event loop of this process, or of a `Worker`. */
export interface EventLoop {
  performance: Pick<Performance, 'eventLoopUtilization'>;
}

/** The share of the time in which an event loop does not wait. */
const SATURATED = 0.9;

/** Milliseconds. */
const INTERVAL = 50;

/**
 * Returns a function that tells whether none of the loops has had time to spare lately: in the last `interval` milliseconds that
 * were measured.
 */
export function createSaturationCheck(loops: readonly EventLoop[], interval = INTERVAL): () => boolean {
  const read = () => loops.map(({ performance }) => performance.eventLoopUtilization());
  let since = performance.now();
  let before = read();
  let isSaturated = false;
  return () => {
    const now = performance.now();
    if (now - since < interval) return isSaturated;
    const after = read();
    isSaturated = loops.every(
      ({ performance }, index) =>
        performance.eventLoopUtilization(after[index], before[index]).utilization >= SATURATED,
    );
    since = now;
    before = after;
    return isSaturated;
  };
}
