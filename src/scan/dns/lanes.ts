/** Limits concurrent lookups. One that waits for the servers of a dead zone makes room for others. */

import { setTimeout as delay } from 'node:timers/promises';
import { createSemaphore, type Semaphore } from '../../lib/semaphore.ts';

/** The maximum of lookups that have just begun: more would overflow the buffer of a resolver. */
const MAX_STARTING = 32;
const STARTING_MS = 250;

/** The maximum of all lookups: each has a socket of its own, or one of the 100 streams of an HTTP/2 connection. */
const MAX_WAITING = { servers: 300, https: 64 };

/** Creates the limit for a resolver over HTTPS, or for DNS servers. */
export function createLanes(isHttps: boolean): Semaphore {
  const start = createSemaphore(MAX_STARTING);
  const wait = createSemaphore(isHttps ? MAX_WAITING.https : MAX_WAITING.servers);
  return (work) =>
    wait(async () => {
      // The array keeps the lookup from being awaited here.
      const [result] = await start(async () => {
        const pending = work();
        await Promise.race([pending, delay(STARTING_MS, undefined, { ref: false })]);
        return [pending] as const;
      });
      return result;
    });
}
