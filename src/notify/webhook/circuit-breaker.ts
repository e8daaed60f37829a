/**
 * What a run learns of a receiver as it sends: that it is down, or asks for peace. What is not sent for that reason is
 * due again in the next scan.
 */

import type { Failure } from '../../domain/index.ts';
import type { HttpOutcome } from '../../lib/http-client.ts';
import { createFailure } from '../failures.ts';
import { MAX_RETRY_AFTER_MS, TRANSIENT_FAULTS } from '../retry.ts';

/** Deliveries in a row that fail, each with all its tries, before no more is sent. */
const MAX_CONSECUTIVE_FAILURES = 5;
/** How many deliveries in a row have failed: to a host, or to one webhook there. */
export interface FailureCount {
  failures: number;
}

/** A webhook, as this run knows it. Times are milliseconds of the clock that is handed in. */
export interface ReceiverState extends FailureCount {
  /** Shared by the webhooks that lead to it. */
  host: FailureCount;
  /** Nothing is sent before. */
  retryAfter: number;
  /** It has asked for fewer requests: from then on one is sent at a time. */
  isRateLimited: boolean;
}

export function createReceiverState(host: FailureCount): ReceiverState {
  return { host, failures: 0, retryAfter: Number.NEGATIVE_INFINITY, isRateLimited: false };
}

/** Takes note of one try: a receiver that says when to come back is taken at its word. */
export function recordAttempt(receiver: ReceiverState, outcome: HttpOutcome, pause: number | null, now: number): void {
  if (!outcome.answered) return;
  if (outcome.status === 429) receiver.isRateLimited = true;
  if (pause !== null) receiver.retryAfter = Math.max(receiver.retryAfter, now + pause);
}

/**
 * Takes note of how a delivery has ended, after all its tries. What never got through says the same of the whole host;
 * a server that fails, or does not answer, may do so for one URL alone.
 */
export function recordResult(receiver: ReceiverState, outcome: HttpOutcome): void {
  const { host } = receiver;
  if (outcome.answered) {
    host.failures = 0;
    receiver.failures = outcome.status >= 500 ? receiver.failures + 1 : 0;
  } else if (!outcome.sent && TRANSIENT_FAULTS.has(outcome.code)) host.failures += 1;
  else receiver.failures += 1;
}

/**
 * How long to wait before the next delivery, in milliseconds, or why it is not made in this run. `left`: of the time
 * that all deliveries have.
 */
export function checkCircuit(
  receiver: ReceiverState,
  now: number,
  left: number,
): { wait: number } | { refused: Failure } {
  if (left <= 0) return { refused: createFailure('delivery-timeout') };
  if (Math.max(receiver.failures, receiver.host.failures) >= MAX_CONSECUTIVE_FAILURES) {
    return { refused: createFailure('receiver-down', String(MAX_CONSECUTIVE_FAILURES)) };
  }
  const wait = Math.max(0, receiver.retryAfter - now);
  return wait > MAX_RETRY_AFTER_MS || wait >= left ? { refused: createFailure('retry-after-too-long') } : { wait };
}
