/**
 * What a run learns of a receiver as it sends: that it is down, or asks for peace. What is not sent for that reason is
 * due again in the next scan.
 */

import type { Failure } from '../../domain/index.ts';
import type { HttpOutcome } from '../../lib/http-client.ts';
import { failure } from '../failures.ts';
import { LONGEST_PAUSE, NETWORK_FAULTS } from '../retry.ts';

/** Deliveries in a row that fail, each with all its tries, before no more is sent. */
const MOST_FAILURES = 5;
/** How many deliveries in a row have failed: to a host, or to one webhook there. */
export interface Failing {
  failures: number;
}

/** A webhook, as this run knows it. Times are milliseconds of the clock that is handed in. */
export interface Receiver extends Failing {
  /** Shared by the webhooks that lead to it. */
  host: Failing;
  /** Nothing is sent before. */
  quiet_until: number;
  /** It has asked for fewer requests: from then on one is sent at a time. */
  limited: boolean;
}

export function newReceiver(host: Failing): Receiver {
  return { host, failures: 0, quiet_until: Number.NEGATIVE_INFINITY, limited: false };
}

/** Takes note of one try: a receiver that says when to come back is taken at its word. */
export function noteTry(receiver: Receiver, outcome: HttpOutcome, pause: number | null, now: number): void {
  if (!outcome.answered) return;
  if (outcome.status === 429) receiver.limited = true;
  if (pause !== null) receiver.quiet_until = Math.max(receiver.quiet_until, now + pause);
}

/**
 * Takes note of how a delivery has ended, after all its tries. What never got through says the same of the whole host;
 * a server that fails, or does not answer, may do so for one URL alone.
 */
export function noteEnd(receiver: Receiver, outcome: HttpOutcome): void {
  const { host } = receiver;
  if (outcome.answered) {
    host.failures = 0;
    receiver.failures = outcome.status >= 500 ? receiver.failures + 1 : 0;
  } else if (!outcome.sent && NETWORK_FAULTS.has(outcome.code)) host.failures += 1;
  else receiver.failures += 1;
}

/**
 * How long to wait before the next delivery, in milliseconds, or why it is not made in this run. `left`: of the time
 * that all deliveries have.
 */
export function admit(receiver: Receiver, now: number, left: number): { wait: number } | { refused: Failure } {
  if (left <= 0) return { refused: failure('delivery-timeout') };
  if (Math.max(receiver.failures, receiver.host.failures) >= MOST_FAILURES) {
    return { refused: failure('receiver-down', String(MOST_FAILURES)) };
  }
  const wait = Math.max(0, receiver.quiet_until - now);
  return wait > LONGEST_PAUSE || wait >= left ? { refused: failure('receiver-busy') } : { wait };
}
