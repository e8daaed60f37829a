/** Retries one request within a scan. If it still fails, the delivery is due again in the next scan. */

import type { HttpFault, HttpOutcome } from '../lib/http/client.ts';
import { parseRetryAfter } from '../lib/http/headers.ts';
import { isTemporaryError } from '../lib/http/statuses.ts';

const MAX_ATTEMPTS = 3;
/** No retry starts after this time, except for waits that the receiver asked for. */
const RETRY_BUDGET_MS = 15_000;
/** The delays before the second and third attempt. */
const RETRY_DELAYS_MS = [1_000, 3_000];

/** The longest `Retry-After` that a scan waits for. */
export const MAX_RETRY_AFTER_MS = 60_000;

/** Network failures that may be temporary, and that affect all requests to the host. */
export const TRANSIENT_FAULTS: ReadonlySet<HttpFault['code']> = new Set<HttpFault['code']>([
  'proxy-unreachable',
  'proxy-closed',
  'proxy-timeout',
  'proxy-server-unreachable',
  'http-timeout',
  'http-connection-refused',
  'http-connection-reset',
  'http-unreachable',
  'http-name-not-found',
  'http-dns-failed',
]);

export interface RetryOptions {
  /** The timeout of one attempt. Retries get at most the rest of the retry budget. */
  timeout_ms: number;
  sleep: (milliseconds: number) => Promise<void>;
  /** The wall clock, for a `Retry-After` that is a date. */
  now: () => number;
  /** Returns the milliseconds until the time limit. Default: unlimited. */
  remainingMs?: () => number;
  /** A semaphore that runs each attempt. */
  limit?: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Called before each attempt. */
  onStart?: () => void;
  /** Called after each attempt with the receiver's `Retry-After` in milliseconds; null if there is none. */
  onAttempt?: (outcome: HttpOutcome, retryAfter: number | null) => void;
}

export interface RetryResult {
  /** The outcome of the last attempt; null if the time ran out before the first. */
  outcome: HttpOutcome | null;
  attempts: number;
  /** Whether an attempt was sent without getting a response. */
  maybe_received: boolean;
}

/**
 * Sends until a retry cannot help, or attempts or time run out: no attempt starts after the time limit. The wait for a `Retry-After` of up
 * to a minute does not count towards the retry budget; a longer one ends the retries.
 */
export async function sendWithRetries(
  send: (timeout_ms: number) => Promise<HttpOutcome>,
  options: RetryOptions,
): Promise<RetryResult> {
  const { remainingMs = () => Number.POSITIVE_INFINITY, limit = (work) => work(), onStart, onAttempt } = options;
  const { timeout_ms, sleep, now } = options;
  let spent = 0;
  let result: RetryResult = { outcome: null, attempts: 0, maybe_received: false };
  for (let attempts = 1; ; attempts++) {
    const outcome = await limit(async () => {
      // The time may have run out while waiting for the semaphore or for the retry.
      if (remainingMs() <= 0) return null;
      onStart?.();
      const started = performance.now();
      const budget = attempts === 1 ? timeout_ms : Math.min(timeout_ms, RETRY_BUDGET_MS - spent);
      const outcome = await send(Math.max(1, Math.min(budget, remainingMs())));
      spent += performance.now() - started;
      return outcome;
    });
    if (outcome === null) return result;
    const retryAfter = outcome.responded ? parseRetryAfter(outcome.retry_after, now()) : null;
    onAttempt?.(outcome, retryAfter);
    const maybe_received = result.maybe_received || (!outcome.responded && outcome.sent);
    result = { outcome, attempts, maybe_received };
    if (attempts >= MAX_ATTEMPTS || !isRetryable(outcome)) return result;
    const wait = retryAfter ?? RETRY_DELAYS_MS[attempts - 1] ?? 0;
    if (retryAfter === null) spent += wait;
    if (wait > MAX_RETRY_AFTER_MS || spent >= RETRY_BUDGET_MS || wait >= remainingMs()) return result;
    await sleep(wait);
  }
}

function isRetryable(outcome: HttpOutcome): boolean {
  if (!outcome.responded) return TRANSIENT_FAULTS.has(outcome.code);
  return isTemporaryError(outcome.status);
}
