/** A plan's due deliveries -> receipts, through one table of kinds. */

import { groupBy } from '../collections.ts';
import type { Io } from '../io.ts';
import type { Action, EventContext, Manifest, Plan, PlannedDelivery, PlannedEvent, Receipt } from '../types.ts';
import { type Sent, sendWebhook } from './webhook.ts';
import { failure, of } from './wording.ts';

/** At once to one receiver. */
const CONCURRENCY = 4;

interface Delivery {
  kind: Action['kind'];
  /** Within its kind. */
  name: string;
  planned: PlannedDelivery;
  event: PlannedEvent;
}

type Deliver = (name: string, context: EventContext, manifest: Manifest, io: Io) => Promise<Sent>;

const DELIVER = { webhook: deliverWebhook } satisfies Record<Action['kind'], Deliver>;

/**
 * Makes every delivery that is due, and answers with one receipt for each, in the plan's order. What one subject is
 * told at one destination keeps its order; otherwise none waits for another, but for `concurrency` to one receiver.
 */
export async function deliverAll(input: {
  plan: Plan;
  manifest: Manifest;
  io: Io;
  concurrency?: number;
  onProgress?: (done: number, all: number) => void;
}): Promise<Receipt[]> {
  const { plan, manifest, io, concurrency = CONCURRENCY, onProgress } = input;
  const deliveries = dueDeliveries(plan);
  const receipts = new Map<PlannedDelivery, Receipt>();
  const deliver = async ({ kind, name, planned, event }: Delivery) => {
    receipts.set(planned, receipt(planned, await DELIVER[kind](name, event.context, manifest, io)));
    onProgress?.(receipts.size, deliveries.length);
  };
  const receivers = groupBy(deliveries, ({ kind, name }) => receiverOf(kind, name, manifest)).values();
  await Promise.all(
    Array.from(receivers, (group) => runChains([...groupBy(group, chainOf).values()], deliver, concurrency)),
  );
  return deliveries.flatMap(({ planned }) => receipts.get(planned) ?? []);
}

function dueDeliveries(plan: Plan): Delivery[] {
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

function receipt({ event_id, rule, destination }: PlannedDelivery, { status, attempts, error }: Sent): Receipt {
  return { event_id, rule, destination, status, attempts, error };
}

/** Webhooks whose URLs are written alike up to the path share a receiver. */
function receiverOf(kind: Action['kind'], name: string, manifest: Manifest): string {
  const url = manifest.webhooks.find((webhook) => webhook.name === name)?.url ?? name;
  return `${kind} ${/^https?:\/\/[^/?#]+/i.exec(url)?.[0] ?? url}`;
}

function chainOf({ planned, event }: Delivery): string {
  return JSON.stringify([planned.destination, event.context.data.alert_key]);
}

/** Runs chains side by side, each from its first to its last. */
async function runChains<T>(chains: T[][], run: (item: T) => Promise<void>, concurrency: number): Promise<void> {
  const waiting = chains.values();
  const worker = async () => {
    for (const chain of waiting) for (const item of chain) await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, chains.length) }, worker));
}

async function deliverWebhook(name: string, context: EventContext, manifest: Manifest, io: Io): Promise<Sent> {
  const webhook = manifest.webhooks.find((one) => one.name === name);
  if (webhook !== undefined) return sendWebhook(webhook, context, { root: manifest.root, io });
  const error = of(`webhook "${name}"`, failure('webhook-missing'));
  return { status: 'failed', attempts: 0, error, http_status: null };
}
