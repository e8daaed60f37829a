/** When a request is tried again within one scan. Later scans try on: see `events/`. */

import type { HttpOutcome } from '../http.ts';

const MOST_ATTEMPTS = 3;
/** No further try is begun, nor waited for, after this long, in milliseconds. */
const RETRY_BUDGET = 15_000;
/** Waits before the second and the third try, in milliseconds. */
const WAITS = [1_000, 3_000];

const RETRIED_FAULTS = new Set([
  'http-timeout',
  'http-connection-refused',
  'http-connection-reset',
  'http-unreachable',
  'http-name-not-found',
]);

export interface RetryOptions {
  /** For one try, in milliseconds. The tries after the first have what is left of the budget at most. */
  timeout_ms: number;
  sleep: (milliseconds: number) => Promise<void>;
  /** Of the wall clock, for a `Retry-After` that is a date. */
  now: () => number;
}

/**
 * Tries until there is an answer that trying again would not change, the tries are used up, or the time is. A
 * `Retry-After` that lies beyond the time ends it at once.
 */
export async function sendWithRetries(
  send: (timeout_ms: number) => Promise<HttpOutcome>,
  { timeout_ms, sleep, now }: RetryOptions,
): Promise<{ outcome: HttpOutcome; attempts: number; maybe_received: boolean }> {
  let spent = 0;
  let maybeReceived = false;
  for (let attempts = 1; ; attempts++) {
    const started = performance.now();
    const outcome = await send(attempts === 1 ? timeout_ms : Math.min(timeout_ms, RETRY_BUDGET - spent));
    spent += performance.now() - started;
    maybeReceived ||= !outcome.answered && outcome.sent;
    const wait = waitAfter(outcome, attempts, now());
    if (wait === null || spent + wait >= RETRY_BUDGET) return { outcome, attempts, maybe_received: maybeReceived };
    await sleep(wait);
    spent += wait;
  }
}

/** Milliseconds until the next try; null where there is none. */
function waitAfter(outcome: HttpOutcome, attempts: number, now: number): number | null {
  if (attempts >= MOST_ATTEMPTS) return null;
  const wait = WAITS[attempts - 1] ?? 0;
  if (!outcome.answered) return RETRIED_FAULTS.has(outcome.code) ? wait : null;
  const isRetried = outcome.status === 429 || outcome.status >= 500;
  return isRetried ? (retryAfter(outcome.retry_after, now) ?? wait) : null;
}

/** RFC 9110, 10.2.3: seconds, or a date. */
function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
