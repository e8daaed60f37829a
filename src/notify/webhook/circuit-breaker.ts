/**
 * Tracks receivers that are unavailable or limit the rate of requests, so that a run stops sending to them. The next scan sends the skipped
 * deliveries.
 */

import type { Failure } from '../../domain/index.ts';
import type { HttpOutcome } from '../../lib/http/client.ts';
import { isServiceError } from '../../lib/http/statuses.ts';
import { createFailure } from '../failures.ts';
import { MAX_RETRY_AFTER_MS, TRANSIENT_FAULTS } from '../retry.ts';

/** After this many consecutive failed deliveries, each with all its retries, no more deliveries are sent. */
const MAX_CONSECUTIVE_FAILURES = 5;

/** Consecutive failed deliveries to a host, or to one of its webhooks. */
export interface FailureCount {
  failures: number;
}

/** The state of one webhook. */
export interface ReceiverState extends FailureCount {
  /** The failures that all webhooks on the same host share. */
  host: FailureCount;
  /** The time before which no messages are sent, in milliseconds of the monotonic clock. */
  retryAfter: number;
  /** Whether it has ever responded with 429: after that, one message is sent at a time. */
  isRateLimited: boolean;
}

export function createReceiverState(host: FailureCount): ReceiverState {
  return { host, failures: 0, retryAfter: Number.NEGATIVE_INFINITY, isRateLimited: false };
}

/** Records a rate limit after one attempt. `pause` is the receiver's `Retry-After` in milliseconds. */
export function recordAttempt(receiver: ReceiverState, outcome: HttpOutcome, pause: number | null, now: number): void {
  if (!outcome.responded) return;
  if (outcome.status === 429) receiver.isRateLimited = true;
  if (pause !== null) receiver.retryAfter = Math.max(receiver.retryAfter, now + pause);
}

/**
 * Records the result of a delivery after all its retries. A failed connection counts for the whole host; a server error or a missing
 * response may affect one URL only.
 */
export function recordResult(receiver: ReceiverState, outcome: HttpOutcome): void {
  const { host } = receiver;
  if (outcome.responded) {
    host.failures = 0;
    receiver.failures = isServiceError(outcome.status) && outcome.status !== 429 ? receiver.failures + 1 : 0;
  } else if (!outcome.sent && TRANSIENT_FAULTS.has(outcome.code)) host.failures += 1;
  else receiver.failures += 1;
}

/** Returns the time to wait before the next delivery, or the reason why it is not sent in this run. All times are in milliseconds. */
export function checkCircuit(
  receiver: ReceiverState,
  now: number,
  remainingMs: number,
): { wait: number } | { failure: Failure } {
  if (remainingMs <= 0) return { failure: createFailure('delivery-timeout') };
  if (Math.max(receiver.failures, receiver.host.failures) >= MAX_CONSECUTIVE_FAILURES)
    return { failure: createFailure('receiver-down', String(MAX_CONSECUTIVE_FAILURES)) };
  const wait = Math.max(0, receiver.retryAfter - now);
  const isTooLong = wait > MAX_RETRY_AFTER_MS || wait >= remainingMs;
  return isTooLong ? { failure: createFailure('retry-after-too-long') } : { wait };
}
