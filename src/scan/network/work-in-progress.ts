/** Decides how many servers are read at once: more, as long as the threads that read have idle time. */

import type { Performance } from 'node:perf_hooks';
import { type Lanes, openLanes } from '../../lib/semaphore.ts';

/** The event loop of a thread. */
export type EventLoop = Pick<Performance, 'eventLoopUtilization'>;

/** Does the work for each item. It is started in order. Rejects as soon as it fails for one. */
export type ForEachServer = <Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>) => Promise<void>;

/**
 * The items in progress at first, and how many are added each time. They exceed the connections, so that some always wait for one. On
 * loopback, more would keep both cores no busier: their memory would just live longer, and be collected at a higher price.
 */
const LANES = 200;
/** The maximum, because each item takes memory. Names without an answer from DNS, and silent servers, are in progress for a long time. */
const MAX_LANES = 2000;

/** The connections that are added each time. */
const CONNECTIONS = 100;

const PERIOD_MS = 50;

/** The part of its time that a busy thread works. The rest is for latencies. */
const BUSY = 0.7;

/** Creates the function. `loops`: those of the threads that read, and of this one. `addConnections` allows that many more connections. */
export function createForEachServer(
  loops: readonly EventLoop[],
  addConnections: (count: number) => void,
): ForEachServer {
  const growing = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    const hasIdleTime = watchLoops(loops);
    timer = setInterval(() => {
      if (!hasIdleTime()) return;
      addConnections(CONNECTIONS);
      for (const grow of growing) grow();
    }, PERIOD_MS);
  };
  return async (items, work) => {
    const lanes = openLanes(items, work);
    lanes.add(LANES);
    const grow = createGrowth(lanes);
    growing.add(grow);
    if (growing.size === 1) start();
    try {
      await lanes.done;
    } finally {
      growing.delete(grow);
      if (growing.size === 0) clearInterval(timer);
    }
  };
}

function createGrowth({ add }: Lanes): () => void {
  let count = LANES;
  return () => {
    const more = Math.min(LANES, MAX_LANES - count);
    count += more;
    add(more);
  };
}

/** Returns a function that tells whether all loops had idle time since its last call. A thread that is still starting has none. */
function watchLoops(loops: readonly EventLoop[]): () => boolean {
  const last = loops.map((loop) => loop.eventLoopUtilization());
  return () =>
    loops
      .map((loop, index) => {
        const now = loop.eventLoopUtilization();
        const { idle, active, utilization } = loop.eventLoopUtilization(now, last[index]);
        last[index] = now;
        return idle + active > 0 && utilization < BUSY;
      })
      .every(Boolean);
}
