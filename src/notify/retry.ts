/** When a request is tried again within one scan. Later scans try on: see `events/`. */

import { type HttpFaultCode, type HttpOutcome, parseRetryAfter } from '../lib/http-client.ts';

const MAX_ATTEMPTS = 3;
/** No further try is begun, nor waited for, after this long, in milliseconds. */
const RETRY_BUDGET_MS = 15_000;
/** Waits before the second and the third try, in milliseconds. */
const RETRY_DELAYS_MS = [1_000, 3_000];

/** The longest `Retry-After` that is waited for, in milliseconds. */
export const MAX_RETRY_AFTER_MS = 60_000;

/** What may be over in a moment, and is the same for all that goes to the host. */
export const TRANSIENT_FAULTS: ReadonlySet<HttpFaultCode> = new Set<HttpFaultCode>([
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
  /** Milliseconds that are left for it and all that comes after it; by default there is no end. */
  left?: () => number;
  /** Runs a try as soon as there is room for it. */
  limit?: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Called after each try; `pause` is the receiver's `Retry-After` in milliseconds, null where it has given none. */
  onTry?: (outcome: HttpOutcome, pause: number | null) => void;
}

export interface RetryResult {
  outcome: HttpOutcome;
  attempts: number;
  maybe_received: boolean;
}

/**
 * Tries until there is an answer that trying again would not change, the tries are used up, or the time is. A
 * `Retry-After` is waited for, and takes none of that time; one of more than a minute ends it at once.
 */
export async function sendWithRetries(
  send: (timeout_ms: number) => Promise<HttpOutcome>,
  options: RetryOptions,
): Promise<RetryResult> {
  const { timeout_ms, sleep, now, left = () => Number.POSITIVE_INFINITY, limit = (work) => work(), onTry } = options;
  let spent = 0;
  let maybeReceived = false;
  for (let attempts = 1; ; attempts++) {
    const outcome = await limit(async () => {
      const started = performance.now();
      const budget = attempts === 1 ? timeout_ms : Math.min(timeout_ms, RETRY_BUDGET_MS - spent);
      const outcome = await send(Math.max(1, Math.min(budget, left())));
      spent += performance.now() - started;
      return outcome;
    });
    maybeReceived ||= !outcome.answered && outcome.sent;
    const pause = outcome.answered ? parseRetryAfter(outcome.retry_after, now()) : null;
    onTry?.(outcome, pause);
    const ended = { outcome, attempts, maybe_received: maybeReceived };
    if (attempts >= MAX_ATTEMPTS || !isRetryable(outcome)) return ended;
    const wait = pause ?? RETRY_DELAYS_MS[attempts - 1] ?? 0;
    if (pause === null) spent += wait;
    if (wait > MAX_RETRY_AFTER_MS || spent >= RETRY_BUDGET_MS || wait >= left()) return ended;
    await sleep(wait);
  }
}

function isRetryable(outcome: HttpOutcome): boolean {
  if (!outcome.answered) return TRANSIENT_FAULTS.has(outcome.code);
  return outcome.status === 429 || outcome.status >= 500;
}
