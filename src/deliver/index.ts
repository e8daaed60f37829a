/** A plan's due deliveries -> receipts, through one table of kinds. */

import { groupBy } from '../collections.ts';
import type { Io } from '../io.ts';
import { sendingOf } from '../sending.ts';
import type {
  Action,
  EventContext,
  Failure,
  Manifest,
  Plan,
  PlannedDelivery,
  PlannedEvent,
  Receipt,
  Upkeep,
} from '../types.ts';
import { type Grouped, messagesOf } from './group.ts';
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

interface Input {
  plan: Plan;
  manifest: Manifest;
  io: Io;
  /** What keeps issues current beside deliveries; null where nothing is recorded, as in a test. */
  upkeep?: Upkeep | null;
  concurrency?: number;
  onProgress?: (done: number, all: number) => void;
}

export interface Delivered {
  /** One for each delivery that is due, in the plan's order. */
  receipts: Receipt[];
  /** What could not be kept current, beside deliveries. */
  problems: Failure[];
}

type Deliver = (deliveries: Delivery[], input: Input) => Promise<Delivered>;

const DELIVER = { webhook: deliverWebhooks, issue: deliverIssues } satisfies Record<Action['kind'], Deliver>;

/**
 * Makes every delivery that is due, and keeps current what keeps state. What one subject is told at one destination
 * keeps its order; otherwise none waits for another, but for `concurrency` to one receiver.
 */
export async function deliverAll(input: Input): Promise<Delivered> {
  const deliveries = dueDeliveries(input.plan);
  let done = 0;
  const onProgress = () => input.onProgress?.(++done, deliveries.length);
  const delivered = await Promise.all(
    Object.entries(DELIVER).map(([kind, deliver]) =>
      deliver(
        deliveries.filter((one) => one.kind === kind),
        { ...input, onProgress },
      ),
    ),
  );
  const receipts = new Map(delivered.flatMap((one) => one.receipts).map((one) => [receiptKey(one), one]));
  return {
    receipts: deliveries.flatMap(({ planned }) => receipts.get(receiptKey(planned)) ?? []),
    problems: delivered.flatMap((one) => one.problems),
  };
}

function receiptKey({ event_id, rule, destination }: Pick<Receipt, 'event_id' | 'rule' | 'destination'>): string {
  return JSON.stringify([event_id, rule, destination]);
}

async function deliverWebhooks(deliveries: Delivery[], input: Input): Promise<Delivered> {
  const { manifest, io, concurrency = CONCURRENCY, onProgress } = input;
  const receipts: Receipt[] = [];
  const { actionOf } = sendingOf(manifest);
  const messages = messagesOf(deliveries, ({ rule, destination }) => actionOf(rule, destination)?.group ?? null);
  const deliver = async (message: Message) => {
    const sent = await deliverWebhook(nameOf(message), message.context, manifest, io);
    for (const { planned } of message.deliveries) {
      receipts.push(receipt(planned, sent));
      onProgress?.(receipts.length, deliveries.length);
    }
  };
  const receivers = groupBy(messages, (message) => receiverOf(nameOf(message), manifest)).values();
  await Promise.all(Array.from(receivers, (group) => sendInOrder(group, deliver, concurrency)));
  return { receipts, problems: [] };
}

type Message = Grouped<Delivery>;

function nameOf({ deliveries }: Message): string {
  return (deliveries[0] as Delivery).name;
}

/** Issues are one matter, however many deliveries there are; GitHub is asked only where there may be something to do. */
async function deliverIssues(deliveries: Delivery[], { plan, manifest, io, upkeep }: Input): Promise<Delivered> {
  const isUsed = manifest.rules.some(({ enabled, actions }) => enabled && actions.some(({ kind }) => kind === 'issue'));
  if (deliveries.length === 0 && !(upkeep && isUsed && io.github)) return { receipts: [], problems: [] };
  const { deliverToIssues } = await import('./issue/index.ts');
  return deliverToIssues(
    deliveries.map(({ planned }) => planned),
    { plan, manifest, io, upkeep: upkeep ?? null },
  );
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
function receiverOf(name: string, manifest: Manifest): string {
  const url = manifest.webhooks.find((webhook) => webhook.name === name)?.url ?? name;
  return /^https?:\/\/[^/?#]+/i.exec(url)?.[0] ?? url;
}

/**
 * Sends so many at once, but what tells one destination of one subject only after what tells it of that before: they are
 * begun in their order, so that what one waits for is on its way already.
 */
async function sendInOrder(
  messages: readonly Message[],
  send: (message: Message) => Promise<void>,
  concurrency: number,
): Promise<void> {
  const last = new Map<string, Promise<void>>();
  const waiting = messages.values();
  const worker = async () => {
    for (const message of waiting) {
      const keys = message.subjects.map((subject) => JSON.stringify([nameOf(message), subject]));
      const sent = Promise.all(keys.map((key) => last.get(key))).then(() => send(message));
      for (const key of keys) last.set(key, sent);
      await sent;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, messages.length) }, worker));
}

async function deliverWebhook(name: string, context: EventContext, manifest: Manifest, io: Io): Promise<Sent> {
  const webhook = manifest.webhooks.find((one) => one.name === name);
  if (webhook !== undefined) return sendWebhook(webhook, context, { root: manifest.root, io });
  const error = of(`webhook "${name}"`, failure('webhook-missing'));
  return { status: 'failed', attempts: 0, error, http_status: null };
}
