/** Makes the due deliveries of a plan, and returns a receipt for each. */

import { formatDeliveryKey } from '../domain/destinations.ts';
import {
  type Action,
  DIGEST,
  type MessageName,
  type Plan,
  type PlannedDelivery,
  type PlannedEvent,
  type Receipt,
} from '../domain/index.ts';
import { createBugReporter } from '../lib/bugs/catch-bugs.ts';
import { getOrCreate } from '../lib/collections.ts';
import type { Io } from '../lib/io.ts';
import { NEVER_INTERRUPTED } from '../lib/process/interruption.ts';
import {
  createReceipt,
  type Delivery,
  type DeliveryContext,
  type DeliveryResult,
  isolateBugs,
  redactResult,
} from './delivery.ts';
import { deliverEmails } from './email/index.ts';
import { createUnsent } from './failures.ts';
import { createInterruptedReceipt, explainInterruption, interruptSleep, waitUntilInterrupted } from './interruption.ts';
import { deliverToIssues } from './issue/index.ts';
import type { Receivers } from './receiver-settings.ts';
import { hasIssueRule } from './template-variables.ts';
import { deliverWebhooks } from './webhook/index.ts';

export type { DeliveryResult, OnSent } from './delivery.ts';

/** The maximum of concurrent requests per host. */
const DEFAULT_CONCURRENCY = 4;

interface DeliveryOptions extends Partial<Pick<DeliveryContext, 'issueSync' | 'concurrency' | 'clock' | 'onSent'>> {
  onProgress?: (done: number, all: number) => void;
  /** Aborted if the process should end: no more deliveries start, and those in flight get a grace period to finish. */
  interrupted?: AbortSignal;
}

type Deliverer = (deliveries: Delivery[], context: DeliveryContext) => Promise<DeliveryResult>;

const DELIVERERS = { webhook: deliverWebhooks, email: deliverEmails, issue: deliverIssues } satisfies Record<
  Action['kind'],
  Deliverer
>;

/**
 * Makes every due delivery, and updates the open issues. No delivery starts after `delivery_timeout_seconds` or an interruption, so that
 * there is time to record the receipts.
 */
export async function deliverAll(
  plan: Plan<MessageName>,
  receivers: Receivers,
  io: Io,
  options: DeliveryOptions = {},
): Promise<DeliveryResult> {
  const { clock = () => performance.now(), onProgress, interrupted = NEVER_INTERRUPTED, ...rest } = options;
  const deliveries = listDueDeliveries(plan);
  const deadline = clock() + receivers.delivery_timeout_seconds * 1000;
  const remainingMs = () => (interrupted.aborted ? 0 : deadline - clock());
  const started = new Set<string>();
  const receipts = new Map<string, Receipt>();
  const onStart = (planned: PlannedDelivery) => void started.add(formatDeliveryKey(planned));
  const onDone = (receipt: Receipt) => {
    receipts.set(formatDeliveryKey(receipt), receipt);
    onProgress?.(receipts.size, deliveries.length);
  };
  const defaults = { issueSync: null, concurrency: DEFAULT_CONCURRENCY, onSent: null };
  const context = {
    ...{ plan, receivers, ...defaults, ...rest },
    ...{ io: interruptSleep(io, interrupted), reportBug: createBugReporter(io) },
    ...{ clock, remainingMs, onStart, onDone },
  };
  const delivered = await waitUntilInterrupted(deliverEachKind(deliveries, context), io, interrupted);
  // After a bug, deliveries that were already made keep their receipts, and only the others fail.
  for (const receipt of delivered?.receipts ?? []) getOrCreate(receipts, formatDeliveryKey(receipt), () => receipt);
  const result = {
    receipts: deliveries.flatMap(({ planned }) => {
      const key = formatDeliveryKey(planned);
      const unfinished = delivered === null ? createInterruptedReceipt(planned, started.has(key)) : [];
      const receipt = receipts.get(key) ?? unfinished;
      return interrupted.aborted ? [receipt].flat().map(explainInterruption) : receipt;
    }),
    problems: delivered?.problems ?? [],
  };
  return redactResult(result, io.mask);
}

async function deliverEachKind(deliveries: readonly Delivery[], context: DeliveryContext): Promise<DeliveryResult> {
  const results = await Promise.all(
    Object.entries(DELIVERERS).map(([kind, deliver]) => {
      const own = deliveries.filter((delivery) => delivery.kind === kind);
      return isolateBugs(
        () => deliver(own, context),
        (error) => ({ receipts: own.map(({ planned }) => createReceipt(planned, createUnsent(error))), problems: [] }),
        context,
      );
    }),
  );
  return {
    receipts: results.flatMap(({ receipts }) => receipts),
    problems: results.flatMap(({ problems }) => problems),
  };
}

/** Calls GitHub only if needed: for a due delivery, or open issues to update. */
async function deliverIssues(deliveries: Delivery[], context: DeliveryContext): Promise<DeliveryResult> {
  const { receivers, io, issueSync, plan } = context;
  const isUsed = hasIssueRule(receivers);
  if (deliveries.length === 0 && !(issueSync && isUsed && io.github)) return { receipts: [], problems: [] };
  // The digest is never sent to issues.
  const events = plan.events.filter((event): event is PlannedEvent => event.event !== DIGEST);
  return deliverToIssues(
    deliveries.map(({ planned }) => planned),
    { ...context, plan: { ...plan, events } },
  );
}

function listDueDeliveries(plan: Plan<MessageName>): Delivery[] {
  const events = new Map(plan.events.map((event) => [event.id, event]));
  return plan.deliveries
    .filter(({ due }) => due)
    .map((planned) => {
      const event = events.get(planned.event_id);
      if (event === undefined) throw new Error(`a delivery refers to the unplanned event ${planned.event_id}`);
      const [kind, ...name] = planned.destination.split(':');
      return { kind: kind as Action['kind'], name: name.join(':'), planned, event };
    });
}
