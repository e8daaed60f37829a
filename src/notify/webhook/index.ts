/** All that is due to webhooks: grouped into messages, and sent host by host. */

import { sendingOf } from '../../domain/destinations.ts';
import type { Manifest, PlannedDelivery, Receipt, Webhook } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { resolveVariables } from '../../lib/secret-references.ts';
import { limiter } from '../../lib/semaphore.ts';
import { type Delivered, type Delivery, guarded, type Work } from '../delivery.ts';
import { failure, of } from '../failures.ts';
import { type Grouped, messagesOf } from '../group.ts';
import { admit, type Failing, newReceiver, noteEnd, noteTry, type Receiver } from './circuit-breaker.ts';
import { newWires } from './connections.ts';
import { notSent, type SendOptions, type Sent, sendWebhook } from './send.ts';

/** How much of an answer is looked at where somebody wants to know, in bytes. */
const SAID_BYTES = 2048;

type Message = Grouped<Delivery>;

/**
 * Makes these deliveries. What one subject is told at one destination keeps its order; otherwise none waits for another, but
 * for `concurrency` to one host, and for what a receiver asks for.
 */
export async function deliverWebhooks(deliveries: Delivery[], work: Work): Promise<Delivered> {
  const { manifest, io, left, onSent, concurrency } = work;
  const { actionOf } = sendingOf(manifest);
  const messages = messagesOf(deliveries, ({ rule, destination }) => actionOf(rule, destination)?.group ?? null);
  const byName = groupBy(messages, nameOf);
  const byHost = groupBy(byName, ([name]) => hostOf(name, manifest, io));
  const wires = newWires(manifest.root);
  const sending = Array.from(byHost.values(), (destinations) => {
    const host = { failures: 0 };
    const options = { io, wires, left, limit: limiter(concurrency), said_bytes: onSent === null ? 0 : SAID_BYTES };
    return destinations.map(([name, messages]) => deliverTo(name, messages, work, host, options));
  });
  try {
    return { receipts: (await Promise.all(sending.flat())).flat(), problems: [] };
  } finally {
    await wires.close();
  }
}

function nameOf({ deliveries }: Message): string {
  return (deliveries[0] as Delivery).name;
}

/** Where a webhook leads to, with its variables filled in where they are set: it is compared, and never shown. */
function hostOf(name: string, { webhooks }: Manifest, { env }: Io): string {
  const url = webhooks.find((webhook) => webhook.name === name)?.url ?? '';
  const filled = resolveVariables(url, env);
  const place = 'value' in filled ? filled.value : url;
  return URL.canParse(place) ? new URL(place).host : place;
}

/** Everything that is due to one webhook. */
async function deliverTo(
  name: string,
  messages: Message[],
  work: Work,
  host: Failing,
  options: SendOptions,
): Promise<Receipt[]> {
  const { manifest, io, clock, onDone, onSent, concurrency } = work;
  const webhook = manifest.webhooks.find((one) => one.name === name);
  const receiver = newReceiver(host);
  const onTry: SendOptions['onTry'] = (outcome, pause) => noteTry(receiver, outcome, pause, clock());
  const receipts: Receipt[] = [];
  const send = async (message: Message) => {
    const sent =
      webhook === undefined
        ? notSent(of(`webhook "${name}"`, failure('webhook-missing')))
        : await guarded(
            () => sendIfAdmitted(webhook, message, receiver, work, { ...options, onTry }),
            (error) => notSent(of(`webhook "${name}"`, error)),
            io,
          );
    for (const { planned } of message.deliveries) {
      receipts.push(receipt(planned, sent));
      onSent?.(planned, sent);
      onDone();
    }
  };
  await sendInOrder(messages, send, () => (receiver.limited ? 1 : concurrency));
  return receipts;
}

async function sendIfAdmitted(
  webhook: Webhook,
  { context }: Message,
  receiver: Receiver,
  { clock, left, io }: Work,
  options: SendOptions,
): Promise<Sent> {
  const admitted = admit(receiver, clock(), left());
  if ('refused' in admitted) return notSent(of(`webhook "${webhook.name}"`, admitted.refused));
  if (admitted.wait > 0) await io.sleep(admitted.wait);
  const sent = await sendWebhook(webhook, context, options);
  if (sent.outcome !== null) noteEnd(receiver, sent.outcome);
  return sent;
}

function receipt({ event_id, rule, destination }: PlannedDelivery, { status, attempts, error }: Sent): Receipt {
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
