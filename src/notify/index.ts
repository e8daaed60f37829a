/** A plan's due deliveries -> receipts, through one table of kinds. */

import {
  type Action,
  DIGEST,
  type Failure,
  type MessageName,
  type Plan,
  type PlannedDelivery,
  type PlannedEvent,
  type Receipt,
} from '../domain/index.ts';
import { type Delivery, type DeliveryContext, type DeliveryResult, isolateBugs } from './delivery.ts';
import { deliverWebhooks } from './webhook/index.ts';

export type { DeliveryResult, OnSent } from './delivery.ts';

/** Requests at once to one host. */
const CONCURRENCY = 4;

type RequiredField = 'plan' | 'manifest' | 'io';

interface DeliveryInput
  extends Pick<DeliveryContext, RequiredField>,
    Partial<Omit<DeliveryContext, RequiredField | 'left' | 'onDone'>> {
  onProgress?: (done: number, all: number) => void;
}

type Deliverer = (deliveries: Delivery[], work: DeliveryContext) => Promise<DeliveryResult>;

const DELIVERERS = { webhook: deliverWebhooks, email: deliverMails, issue: deliverIssues } satisfies Record<
  Action['kind'],
  Deliverer
>;

/**
 * Makes every delivery that is due, and keeps current what keeps state. No delivery is begun after
 * `delivery_timeout_seconds`, so that there is time to record what was done.
 */
export async function deliverAll(input: DeliveryInput): Promise<DeliveryResult> {
  const { upkeep = null, concurrency = CONCURRENCY, clock = () => performance.now(), onSent = null } = input;
  const deliveries = listDueDeliveries(input.plan);
  const end = clock() + input.manifest.delivery_timeout_seconds * 1000;
  let done = 0;
  const onDone = () => input.onProgress?.(++done, deliveries.length);
  const work = { ...input, upkeep, concurrency, clock, left: () => end - clock(), onDone, onSent };
  const delivered = await Promise.all(
    Object.entries(DELIVERERS).map(([kind, deliver]) => {
      const own = deliveries.filter((one) => one.kind === kind);
      return isolateBugs(
        () => deliver(own, work),
        (error) => ({ receipts: own.map(({ planned }) => createFailedReceipt(planned, error)), problems: [] }),
        input.io,
      );
    }),
  );
  const receipts = new Map(delivered.flatMap((one) => one.receipts).map((one) => [formatReceiptKey(one), one]));
  return {
    receipts: deliveries.flatMap(({ planned }) => receipts.get(formatReceiptKey(planned)) ?? []),
    problems: delivered.flatMap((one) => one.problems),
  };
}

function createFailedReceipt({ event_id, rule, destination }: PlannedDelivery, error: Failure): Receipt {
  return { event_id, rule, destination, status: 'failed', attempts: 0, error };
}

function formatReceiptKey({ event_id, rule, destination }: Pick<Receipt, 'event_id' | 'rule' | 'destination'>): string {
  return JSON.stringify([event_id, rule, destination]);
}

/** The client is loaded only where there is a mail. */
async function deliverMails(deliveries: Delivery[], work: DeliveryContext): Promise<DeliveryResult> {
  if (deliveries.length === 0) return { receipts: [], problems: [] };
  const { deliverEmails } = await import('./email/index.ts');
  return deliverEmails(deliveries, work);
}

/** Issues are one matter, however many deliveries there are; GitHub is asked only where there may be something to do. */
async function deliverIssues(deliveries: Delivery[], work: DeliveryContext): Promise<DeliveryResult> {
  const { manifest, io, upkeep } = work;
  const isUsed = manifest.rules.some(({ enabled, actions }) => enabled && actions.some(({ kind }) => kind === 'issue'));
  if (deliveries.length === 0 && !(upkeep && isUsed && io.github)) return { receipts: [], problems: [] };
  const { deliverToIssues } = await import('./issue/index.ts');
  // No issue is about all certificates.
  const events = work.plan.events.filter((event): event is PlannedEvent => event.event !== DIGEST);
  return deliverToIssues(
    deliveries.map(({ planned }) => planned),
    { ...work, plan: { ...work.plan, events } },
  );
}

function listDueDeliveries(plan: Plan<MessageName>): Delivery[] {
  const events = new Map(plan.events.map((event) => [event.id, event]));
  return plan.deliveries
    .filter(({ due }) => due)
    .map((planned) => {
      const event = events.get(planned.event_id);
      if (event === undefined) throw new Error(`a delivery names the event ${planned.event_id}, which is not planned`);
      const [kind, ...name] = planned.destination.split(':');
      return { kind: kind as Action['kind'], name: name.join(':'), planned, event };
    });
}
