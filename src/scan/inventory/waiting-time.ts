/** Decides how long the requests of an inventory wait before a retry. */

import { type Deadline, NO_DEADLINE } from '../../lib/deadline.ts';
import { parseRetryAfter } from '../../lib/http/headers.ts';
import { type Clocks, getRealClock, type Io } from '../../lib/io.ts';

export interface WaitingTime {
  /** Waits until the time at which the system accepts requests again, if it named one. */
  untilPermitted: () => Promise<void>;
  /**
   * Waits before another attempt. False if there is no time or attempt left. `attempts`: so far. `retryAfter`: the time that the system
   * names, as in `Retry-After`; null if none. `isLimit`: the system limits requests, so that all of them have to wait.
   */
  toRetry: (attempts: number, retryAfter: string | null, isLimit?: boolean) => Promise<boolean>;
}

const MAX_ATTEMPTS = 5;
const BACKOFF_MS = 500;

/** The maximum of waiting for one listing: a system that limits requests must not delay the scan for hours. */
const MAX_WAIT_MS = 120_000;

/** Creates the waiting time of a listing. Requests that wait at the same time use the time limit only once. */
export function createWaitingTime(
  { sleep, ...clocks }: Pick<Io, 'sleep'> & Clocks,
  { max_attempts = MAX_ATTEMPTS, max_wait_ms = MAX_WAIT_MS }: { max_attempts?: number; max_wait_ms?: number } = {},
  deadline: Deadline = NO_DEADLINE,
): WaitingTime {
  const now = getRealClock(clocks);
  let waited_ms = 0;
  let waitingUntil = 0;
  let permittedAt = 0;
  return {
    untilPermitted: async () => {
      const current = now();
      if (permittedAt > current) await sleep(permittedAt - current, deadline.signal);
    },
    toRetry: async (attempts, retryAfter, isLimit = false) => {
      const current = now();
      const wait = parseRetryAfter(retryAfter, current) ?? BACKOFF_MS * 2 ** (attempts - 1);
      const added = Math.max(0, current + wait - Math.max(current, waitingUntil));
      if (attempts >= max_attempts || waited_ms + added > max_wait_ms || wait > deadline.remaining()) return false;
      waited_ms += added;
      waitingUntil = Math.max(waitingUntil, current + wait);
      if (isLimit) permittedAt = Math.max(permittedAt, current + wait);
      await sleep(wait, deadline.signal);
      return true;
    },
  };
}
