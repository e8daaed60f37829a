/** Sends all due webhook deliveries: grouped into messages, and limited per host. */

import type { Failure, Receipt, Webhook } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { resolveVariables } from '../../lib/secrets/references.ts';
import { createSemaphore } from '../../lib/semaphore.ts';
import { createReceipt, type Delivery, type DeliveryContext, type DeliveryResult, isolateBugs } from '../delivery.ts';
import { createFailure } from '../failures.ts';
import { type GroupedMessage, groupByActions, listGroupable } from '../group-deliveries.ts';
import { limitMessages } from '../limit-messages.ts';
import type { Receivers } from '../receiver-settings.ts';
import { hasIssueRule } from '../template-variables.ts';
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

/** The maximum of messages that are sent one by one. More messages than a person reads are sent in parallel. */
const MAX_ONE_BY_ONE = 20;

type Message = GroupedMessage<Delivery>;

/**
 * Sends the deliveries. Messages about one alert to one webhook keep their order. Otherwise they are sent concurrently, up to
 * `concurrency` requests per host, unless a receiver asks for a pause.
 */
export async function deliverWebhooks(deliveries: Delivery[], context: DeliveryContext): Promise<DeliveryResult> {
  const { receivers, io, remainingMs, concurrency } = context;
  const messages = groupByActions(deliveries, receivers, listGroupable({ webhooks: receivers.webhooks }));
  const byName = groupBy(messages, ({ deliveries: [{ name }] }) => name);
  const byHost = groupBy(byName, ([name]) => resolveHost(name, receivers, io));
  const connections = createConnectionPool(receivers, io);
  const sending = Array.from(byHost.values(), (webhooks) => {
    const host = { failures: 0 };
    const options = {
      io,
      connections,
      remainingMs,
      limit: createSemaphore(concurrency),
      hasIssues: hasIssueRule(receivers),
    };
    return webhooks.map(([name, messages]) => deliverToWebhook(name, messages, context, host, options));
  });
  try {
    const results = await Promise.all(sending.flat());
    return {
      receipts: results.flatMap(({ receipts }) => receipts),
      problems: results.flatMap(({ problems }) => problems),
    };
  } finally {
    await connections.close();
  }
}

/** Resolves the host of a webhook, with variables resolved if they are set. It is only compared, never shown. */
function resolveHost(name: string, { webhooks }: Receivers, { env }: Io): string {
  const template = webhooks.find((webhook) => webhook.name === name)?.url ?? '';
  const resolved = resolveVariables(template, env);
  const url = 'value' in resolved ? resolved.value : template;
  return URL.canParse(url) ? new URL(url).host : url;
}

async function deliverToWebhook(
  name: string,
  messages: Message[],
  context: DeliveryContext,
  host: FailureCount,
  options: SendOptions,
): Promise<DeliveryResult> {
  const { receivers, clock, onStart, onDone, onSent, concurrency } = context;
  const webhook = receivers.webhooks.find((one) => one.name === name);
  const receiver = createReceiverState(host);
  const onAttempt: SendOptions['onAttempt'] = (outcome, pause) => recordAttempt(receiver, outcome, pause, clock());
  const receipts: Receipt[] = [];
  // A doubt is usually about every message, and reported once.
  const problems = new Map<string, Failure>();
  const send = async (message: Message): Promise<WebhookResult> => {
    if (webhook === undefined) return createUnsentResult(createFailure('webhook-missing'), `webhook "${name}"`);
    const onFirstStart = () => message.deliveries.forEach(({ planned }) => void onStart(planned));
    return sendThroughCircuit(webhook, message, receiver, context, { ...options, onStart: onFirstStart, onAttempt });
  };
  const sendAndRecord = async (message: Message) => {
    const result = await isolateBugs(
      () => send(message),
      (error) => createUnsentResult(error, `webhook "${name}"`),
      context,
    );
    if (result.doubt !== null) problems.set(result.doubt.detail, result.doubt);
    for (const { planned } of message.deliveries) {
      const receipt = createReceipt(planned, result);
      receipts.push(receipt);
      onSent?.(planned, result);
      onDone(receipt);
    }
  };
  const max = webhook?.max_messages ?? null;
  const limited = limitMessages(messages, max);
  // There are few messages, which people read in the order of arrival.
  const isRead = max !== null && limited.length <= MAX_ONE_BY_ONE;
  await sendInOrder(limited, sendAndRecord, () => (isRead || receiver.isRateLimited ? 1 : concurrency));
  return { receipts, problems: [...problems.values()] };
}

async function sendThroughCircuit(
  webhook: Webhook,
  { context }: Message,
  receiver: ReceiverState,
  { clock, remainingMs, io }: DeliveryContext,
  options: SendOptions,
): Promise<WebhookResult> {
  const circuit = checkCircuit(receiver, clock(), remainingMs());
  if ('failure' in circuit) return createUnsentResult(circuit.failure, `webhook "${webhook.name}"`);
  if (circuit.wait > 0) await io.sleep(circuit.wait);
  const result = await sendWebhook(webhook, context, options);
  if (result.outcome !== null) recordResult(receiver, result.outcome);
  return result;
}

/**
 * Sends up to `concurrency` messages at once; the limit may fall meanwhile. A message waits for earlier ones about the same alert. Messages
 * start in order, so the earlier message has always started.
 */
async function sendInOrder(
  messages: readonly Message[],
  send: (message: Message) => Promise<void>,
  concurrency: () => number,
): Promise<void> {
  const lastByAlert = new Map<string, Promise<void>>();
  const pending = messages.values();
  const runWorker = async (_: unknown, index: number) => {
    for (const message of pending) {
      const sent = Promise.all(message.subjects.map((key) => lastByAlert.get(key))).then(() => send(message));
      for (const key of message.subjects) lastByAlert.set(key, sent);
      await sent;
      if (index >= concurrency()) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency(), messages.length) }, runWorker));
}
