import { afterEach, describe, expect, it } from 'vitest';
import { deliverAll } from '../../src/deliver/index.ts';
import type { Io } from '../../src/io.ts';
import type { Manifest, Plan, PlannedDelivery, PlannedEvent, Webhook } from '../../src/types.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { contextWith, webhookWith } from './context.ts';

const open: Receiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

async function receiverWith(...answers: Parameters<typeof startReceiver>): Promise<Receiver> {
  const receiver = await startReceiver(...answers);
  open.push(receiver);
  return receiver;
}

const io = { env: {}, now: () => 0, sleep: async () => undefined } as unknown as Io;

function event(id: string, subject = id): PlannedEvent {
  return { id, context: contextWith({ certificate: subject, alert_key: subject, place: id }) } as PlannedEvent;
}

function delivery(event_id: string, name: string, due = true): PlannedDelivery {
  return { event_id, rule: 'everything', destination: `webhook:${name}`, due, reason: 'first' };
}

function manifestWith(...webhooks: Webhook[]): Manifest {
  return { root: '/', webhooks, rules: [] } as unknown as Manifest;
}

const run = async (plan: Plan, manifest: Manifest, options = {}) =>
  (await deliverAll({ plan, manifest, io, ...options })).receipts;

describe('deliverAll', () => {
  it('makes the deliveries that are due, with a receipt for each in the order of the plan', async () => {
    const receiver = await receiverWith();
    const plan = {
      events: [event('a'), event('b')],
      deliveries: [delivery('b', 'in'), delivery('a', 'in', false), delivery('a', 'in')],
    };
    const progress: string[] = [];
    const receipts = await run(plan, manifestWith(webhookWith({ name: 'in', url: `${receiver.origin}/` })), {
      onProgress: (done: number, all: number) => progress.push(`${done}/${all}`),
    });
    expect(receipts).toEqual(
      ['b', 'a'].map((event_id) => ({
        event_id,
        rule: 'everything',
        destination: 'webhook:in',
        status: 'sent',
        attempts: 1,
        error: null,
      })),
    );
    expect(receiver.requests).toHaveLength(2);
    expect(progress).toEqual(['1/2', '2/2']);
  });

  it('does not let one failure hold back another', async () => {
    const [good, bad] = [await receiverWith(), await receiverWith(['hang'])];
    const plan = {
      events: [event('a'), event('b')],
      deliveries: ['bad', 'broken', 'missing', 'good'].flatMap((name) => [delivery('a', name), delivery('b', name)]),
    };
    const manifest = manifestWith(
      webhookWith({ name: 'bad', url: `${bad.origin}/`, timeout_seconds: 0.05 }),
      webhookWith({ name: 'broken', url: `${good.origin}/`, body_template: '{{' }),
      webhookWith({ name: 'good', url: `${good.origin}/` }),
    );
    const receipts = await run(plan, manifest);
    expect(receipts.map(({ destination, error }) => [destination, error?.code ?? null])).toEqual([
      ['webhook:bad', 'http-timeout'],
      ['webhook:bad', 'http-timeout'],
      ['webhook:broken', 'template-syntax'],
      ['webhook:broken', 'template-syntax'],
      ['webhook:missing', 'webhook-missing'],
      ['webhook:missing', 'webhook-missing'],
      ['webhook:good', null],
      ['webhook:good', null],
    ]);
  });

  it('keeps the order of what one subject is told at one destination, though a request is tried again', async () => {
    const receiver = await receiverWith([503, 200]);
    const ids = ['first', 'second', 'third'];
    const plan = { events: ids.map((id) => event(id, 'shop')), deliveries: ids.map((id) => delivery(id, 'in')) };
    const body_template = '"{{ data.place }}"';
    await run(plan, manifestWith(webhookWith({ name: 'in', url: `${receiver.origin}/`, body_template })));
    expect(receiver.requests.map(({ body }) => JSON.parse(body))).toEqual(['first', 'first', 'second', 'third']);
  });

  it('has so many requests at one receiver at once and no more, whatever webhooks lead there', async () => {
    let [now, most] = [0, 0];
    const receiver = await receiverWith([503]);
    const slow = {
      ...io,
      // A delivery that waits for its next try is still one of those at work.
      sleep: async () => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
      },
    } as Io;
    const ids = Array.from({ length: 12 }, (_, index) => `e${index}`);
    const plan = {
      events: ids.map((id) => event(id)),
      deliveries: ids.flatMap((id) => [delivery(id, 'one'), delivery(id, 'two')]),
    };
    const manifest = manifestWith(
      webhookWith({ name: 'one', url: `${receiver.origin}/one` }),
      webhookWith({ name: 'two', url: `${receiver.origin}/two` }),
    );
    const receipts = await run(plan, manifest, { io: slow, concurrency: 2 });
    expect(receipts).toHaveLength(24);
    expect(receiver.requests).toHaveLength(24 * 3);
    expect(most).toBeLessThanOrEqual(2);
  });
});
