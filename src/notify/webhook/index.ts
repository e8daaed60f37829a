/** All that is due to webhooks: grouped into messages, and sent host by host. */

import { indexDestinations } from '../../domain/destinations.ts';
import type { Manifest, PlannedDelivery, Receipt, Webhook } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { resolveVariables } from '../../lib/secret-references.ts';
import { createSemaphore } from '../../lib/semaphore.ts';
import { type Delivery, type DeliveryContext, type DeliveryResult, isolateBugs } from '../delivery.ts';
import { createFailure, withSubject } from '../failures.ts';
import { type GroupedMessage, groupDeliveries } from '../group.ts';
import {
  checkCircuit,
  createReceiverState,
  type FailureCount,
  type ReceiverState,
  recordAttempt,
  recordResult,
} from './circuit-breaker.ts';
import { createConnectionPool } from './connections.ts';
import { createUnsentResult, type SendOptions, sendWebhook, type WebhookResult } from './send.ts';

/** How much of an answer is looked at where somebody wants to know, in bytes. */
const MAX_RESPONSE_BYTES = 2048;

type Message = GroupedMessage<Delivery>;

/**
 * Makes these deliveries. What one subject is told at one destination keeps its order; otherwise none waits for another, but
 * for `concurrency` to one host, and for what a receiver asks for.
 */
export async function deliverWebhooks(deliveries: Delivery[], work: DeliveryContext): Promise<DeliveryResult> {
  const { manifest, io, left, onSent, concurrency } = work;
  const { findAction: actionOf } = indexDestinations(manifest);
  const messages = groupDeliveries(deliveries, ({ rule, destination }) => actionOf(rule, destination)?.group ?? null);
  const byName = groupBy(messages, getWebhookName);
  const byHost = groupBy(byName, ([name]) => resolveHost(name, manifest, io));
  const wires = createConnectionPool(manifest.root);
  const sending = Array.from(byHost.values(), (destinations) => {
    const host = { failures: 0 };
    const options = {
      io,
      wires,
      left,
      limit: createSemaphore(concurrency),
      said_bytes: onSent === null ? 0 : MAX_RESPONSE_BYTES,
    };
    return destinations.map(([name, messages]) => deliverToWebhook(name, messages, work, host, options));
  });
  try {
    return { receipts: (await Promise.all(sending.flat())).flat(), problems: [] };
  } finally {
    await wires.close();
  }
}

function getWebhookName({ deliveries }: Message): string {
  return (deliveries[0] as Delivery).name;
}

/** Where a webhook leads to, with its variables filled in where they are set: it is compared, and never shown. */
function resolveHost(name: string, { webhooks }: Manifest, { env }: Io): string {
  const url = webhooks.find((webhook) => webhook.name === name)?.url ?? '';
  const filled = resolveVariables(url, env);
  const place = 'value' in filled ? filled.value : url;
  return URL.canParse(place) ? new URL(place).host : place;
}

/** Everything that is due to one webhook. */
async function deliverToWebhook(
  name: string,
  messages: Message[],
  work: DeliveryContext,
  host: FailureCount,
  options: SendOptions,
): Promise<Receipt[]> {
  const { manifest, io, clock, onDone, onSent, concurrency } = work;
  const webhook = manifest.webhooks.find((one) => one.name === name);
  const receiver = createReceiverState(host);
  const onTry: SendOptions['onTry'] = (outcome, pause) => recordAttempt(receiver, outcome, pause, clock());
  const receipts: Receipt[] = [];
  const send = async (message: Message) => {
    const sent =
      webhook === undefined
        ? createUnsentResult(withSubject(`webhook "${name}"`, createFailure('webhook-missing')))
        : await isolateBugs(
            () => sendThroughCircuit(webhook, message, receiver, work, { ...options, onTry }),
            (error) => createUnsentResult(withSubject(`webhook "${name}"`, error)),
            io,
          );
    for (const { planned } of message.deliveries) {
      receipts.push(createReceipt(planned, sent));
      onSent?.(planned, sent);
      onDone();
    }
  };
  await sendInOrder(messages, send, () => (receiver.isRateLimited ? 1 : concurrency));
  return receipts;
}

async function sendThroughCircuit(
  webhook: Webhook,
  { context }: Message,
  receiver: ReceiverState,
  { clock, left, io }: DeliveryContext,
  options: SendOptions,
): Promise<WebhookResult> {
  const admitted = checkCircuit(receiver, clock(), left());
  if ('refused' in admitted) return createUnsentResult(withSubject(`webhook "${webhook.name}"`, admitted.refused));
  if (admitted.wait > 0) await io.sleep(admitted.wait);
  const sent = await sendWebhook(webhook, context, options);
  if (sent.outcome !== null) recordResult(receiver, sent.outcome);
  return sent;
}

function createReceipt(
  { event_id, rule, destination }: PlannedDelivery,
  { status, attempts, error }: WebhookResult,
): Receipt {
  return { event_id, rule, destination, status, attempts, error };
}

/**
 * Sends so many at once, but what tells of one subject only after what tells of it before: they are begun in their order,
 * so that what one waits for is on its way already. `concurrency` may fall meanwhile.
 */
async function sendInOrder(
  messages: readonly Message[],
  send: (message: Message) => Promise<void>,
  concurrency: () => number,
): Promise<void> {
  const last = new Map<string, Promise<void>>();
  const waiting = messages.values();
  const worker = async (_: unknown, index: number) => {
    for (const message of waiting) {
      const sent = Promise.all(message.subjects.map((subject) => last.get(subject))).then(() => send(message));
      for (const subject of message.subjects) last.set(subject, sent);
      await sent;
      if (index >= concurrency()) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency(), messages.length) }, worker));
}
