/** Limits concurrent connections, so that servers that do not respond hold up the others as little as possible. */

import { getOrCreate } from './collections.ts';
import { createSlots, type Slots } from './semaphore.ts';

export interface ConnectionLimits {
  /** How many connections may be in progress at once. At most this many are open to one server. */
  active: number;
  /** How many more may wait for a server that takes longer than `patience`. */
  waiting: number;
  /** Milliseconds. */
  patience: number;
  /** Whether connections wait for this machine: with more of them open, each would only take longer. */
  isSaturated: () => boolean;
  /** Waits for a server to which `active` connections are open, which need not hold up those to others. Default: just waits. */
  waitForServer?: (wait: () => Promise<void>) => Promise<void>;
}

/** Runs `work` once a connection to `server` may be opened. Connections start in the order of the calls. */
export type AcquireConnection = <Result>(server: string, work: () => Promise<Result>) => Promise<Result>;

export function createConnectionLimit({
  active,
  waiting,
  patience,
  isSaturated,
  waitForServer = (wait) => wait(),
}: ConnectionLimits): AcquireConnection {
  const slots = createSlots(active);
  const servers = new Map<string, Slots>();
  /** Connections that would make way for another, if as many did not wait already. The one that waits longest is first. */
  const overdue = new Set<() => void>();
  let room = waiting;

  const holdActive = async (): Promise<() => void> => {
    await slots.take();
    let isWaiting = false;
    const makeWay = () => {
      if (isSaturated()) timer.refresh();
      else if (room === 0) overdue.add(makeWay);
      else {
        room -= 1;
        isWaiting = true;
        slots.release();
      }
    };
    const timer = setTimeout(makeWay, patience);
    return () => {
      clearTimeout(timer);
      overdue.delete(makeWay);
      if (!isWaiting) return slots.release();
      room += 1;
      const [next] = overdue;
      if (next === undefined) return;
      overdue.delete(next);
      next();
    };
  };

  return async (server, work) => {
    const own = getOrCreate(servers, server, () => createSlots(active));
    const turn = own.take();
    if (turn !== undefined) await waitForServer(() => turn);
    const release = await holdActive();
    try {
      return await work();
    } finally {
      release();
      own.release();
      if (own.isIdle()) servers.delete(server);
    }
  };
}
