/** Ends deliveries early if the process is interrupted: those in flight get a grace period, and the others are not started. */

import type { PlannedDelivery, Receipt } from '../domain/index.ts';
import type { Io } from '../lib/io.ts';
import { createReceipt } from './delivery.ts';
import { createFailure, createUnsent, MAYBE_RECEIVED_NOTE } from './failures.ts';

/**
 * The grace period for deliveries in flight. GitHub sends SIGTERM 7.5 s after SIGINT, and the event log must be saved before
 * (https://docs.github.com/en/actions/reference/workflow-cancellation-reference).
 */
export const INTERRUPTION_GRACE_MS = 3_000;

/** Creates an Io whose waits end when the signal is aborted. */
export function interruptSleep<Waiting extends Pick<Io, 'sleep'>>(io: Waiting, interrupted: AbortSignal): Waiting {
  const sleep: Io['sleep'] = async (milliseconds, signal) => {
    const signals = signal === undefined ? [interrupted] : [interrupted, signal];
    await io.sleep(milliseconds, AbortSignal.any(signals)).catch((error: unknown) => {
      if (!interrupted.aborted) throw error;
    });
  };
  return { ...io, sleep };
}

/**
 * Waits for `work`; returns null if it takes longer than the grace period after an interruption. The work then continues in the background.
 * `computeGrace` is called when the period begins, and returns milliseconds.
 */
export async function waitUntilInterrupted<Result>(
  work: Promise<Result>,
  { sleep }: Pick<Io, 'sleep'>,
  interrupted: AbortSignal,
  computeGrace: () => number = () => INTERRUPTION_GRACE_MS,
): Promise<Result | null> {
  const done = new AbortController();
  const late = new Promise<null>((resolve) => {
    const onAbort = () => {
      sleep(computeGrace(), done.signal).then(
        () => resolve(null),
        () => {},
      );
    };
    if (interrupted.aborted) onAbort();
    else interrupted.addEventListener('abort', onAbort, { once: true, signal: done.signal });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}

/** Creates the receipt of a delivery that an interrupted run could not finish. `isStarted`: the receiver may have received it. */
export function createInterruptedReceipt(planned: PlannedDelivery, isStarted: boolean): Receipt {
  const { code, detail } = createFailure('delivery-interrupted');
  if (!isStarted) return createReceipt(planned, createUnsent({ code, detail }));
  const error = { code, detail: `${detail} ${MAYBE_RECEIVED_NOTE}` };
  return createReceipt(planned, { status: 'failed', attempts: 1, error });
}

/** In an interrupted run, a delivery that was not started because of the time limit gets the interruption as its reason. */
export function explainInterruption(receipt: Receipt): Receipt {
  return receipt.error?.code === 'delivery-timeout'
    ? { ...receipt, error: createFailure('delivery-interrupted') }
    : receipt;
}
