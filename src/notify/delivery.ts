/** The types and helpers that all kinds of deliveries share. */

import type { Action, Failure, IssueSyncInput, MessageName, Plan, PlannedDelivery, Receipt } from '../domain/index.ts';
import { catchBugs, type ReportBug } from '../lib/bugs/catch-bugs.ts';
import type { Io } from '../lib/io.ts';
import { createFailure, type MessageResult } from './failures.ts';
import type { DueDelivery } from './group-deliveries.ts';
import type { Receivers } from './receiver-settings.ts';
import type { WebhookResult } from './webhook/send.ts';

/** One due delivery, with the receiver's kind and name from its destination. */
export interface Delivery extends DueDelivery {
  kind: Action['kind'];
  name: string;
}

export interface DeliveryContext {
  plan: Plan<MessageName>;
  receivers: Receivers;
  io: Io;
  /** The input for updating issues in addition to the deliveries; null if the run is not recorded, as for `test`. */
  issueSync: IssueSyncInput | null;
  /** The maximum of concurrent requests per host. */
  concurrency: number;
  /** A monotonic clock in milliseconds. */
  clock: () => number;
  /** Milliseconds until the time limit for all deliveries; 0 after an interruption. */
  remainingMs: () => number;
  /** Called before a delivery is sent, and before each retry. */
  onStart: (planned: PlannedDelivery) => void;
  /** Called after each delivery. */
  onDone: (receipt: Receipt) => void;
  /** Called with the result of each webhook delivery. */
  onSent: OnSent | null;
  reportBug: ReportBug;
}

export type OnSent = (planned: PlannedDelivery, sent: WebhookResult) => void;

export interface DeliveryResult {
  /** The receipts, one per due delivery, in the order of the plan. */
  receipts: Receipt[];
  /** Failures that do not belong to a delivery, such as an issue that could not be updated. */
  problems: Failure[];
}

export function createReceipt(
  { event_id, rule, destination }: PlannedDelivery,
  { status, attempts, error }: MessageResult,
): Receipt {
  return { event_id, rule, destination, status, attempts, error };
}

/** Redacts secrets in the failures, which become part of the event log and of reports. */
export function redactResult({ receipts, problems }: DeliveryResult, redact: Io['mask']): DeliveryResult {
  const redactFailure = ({ code, detail }: Failure): Failure => ({ code, detail: redact(detail) });
  return {
    receipts: receipts.map((receipt) => ({ ...receipt, error: receipt.error && redactFailure(receipt.error) })),
    problems: problems.map(redactFailure),
  };
}

/**
 * Runs `attempt`. If it throws, which is a bug, returns the result of `fail`. A bug in one delivery must not stop the others: their
 * receipts would be lost, and all of them sent again.
 */
export async function isolateBugs<T>(
  attempt: () => Promise<T>,
  fail: (error: Failure) => T,
  { reportBug }: Pick<DeliveryContext, 'reportBug'>,
): Promise<T> {
  return catchBugs(attempt, () => fail(createFailure('internal-error')), reportBug);
}
