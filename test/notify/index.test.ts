import { afterEach, describe, expect, it } from 'vitest';
import type { Plan, PlannedDelivery, PlannedEvent, Webhook } from '../../src/domain/index.ts';
import type { Io } from '../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { deliverAll, type OnSent } from '../../src/notify/index.ts';
import type { Receivers } from '../../src/notify/receiver-settings.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { findRefusingPort } from '../helpers/tls-server.ts';
import { createContext, createWebhook, RECEIVER_SETTINGS } from './context.ts';

const open: Receiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

async function openReceiver(...answers: Parameters<typeof startReceiver>): Promise<Receiver> {
  const receiver = await startReceiver(...answers);
  open.push(receiver);
  return receiver;
}

const io = { env: {}, now: () => 0, sleep: async () => undefined, mask: (text: string) => text } as unknown as Io;

function createEvent(id: string, subject = id): PlannedEvent {
  return {
    id,
    record: {},
    context: createContext({ certificate: subject, alert_key: subject, location: id }),
  } as PlannedEvent;
}

function createDelivery(event_id: string, name: string, due = true): PlannedDelivery {
  return { event_id, rule: 'everything', destination: `webhook:${name}`, due, reason: 'first' };
}

function createReceivers(...webhooks: Webhook[]): Receivers {
  return {
    ...RECEIVER_SETTINGS,
    webhooks,
    emails: [],
    rules: [],
    delivery_timeout_seconds: 600,
  } as unknown as Receivers;
}

type RunOptions = Parameters<typeof deliverAll>[3] & { io?: Io };

const run = async (plan: Plan, receivers: Receivers, { io: given = io, ...options }: RunOptions = {}) =>
  (await deliverAll(plan, receivers, given, options)).receipts;

describe('deliverAll', () => {
  it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])('sends nothing to a denied address (%s)', async (host) => {
    const receiver = await openReceiver();
    const port = receiver.host.split(':')[1];
    const plan = { events: [createEvent('a')], deliveries: [createDelivery('a', 'in')] };
    const receivers = createReceivers(createWebhook({ name: 'in', url: `http://${host}:${port}/` }));
    const denying = { deny: ['127.0.0.0/8', '::1'], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy };
    const [receipt] = await run(plan, { ...receivers, network: denying });
    expect(receipt).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'http-denied' } });
    expect(receiver.requests).toEqual([]);
  });

  it('redacts secrets in receipts', async () => {
    const plan = { events: [createEvent('a')], deliveries: [createDelivery('a', 'in')] };
    const redacting = { ...io, mask: (text: string) => text.replaceAll('127.0.0.1', '***') };
    const webhook = createWebhook({ name: 'in', url: 'http://127.0.0.1/', ca_file: 'missing-127.0.0.1.pem' });
    const [receipt] = await run(plan, createReceivers(webhook), { io: redacting });
    expect(receipt?.error?.detail).toContain('missing-***.pem');
    expect(JSON.stringify(receipt)).not.toContain('127.0.0.1');
  });

  it('makes the due deliveries, with receipts in the order of the plan', async () => {
    const receiver = await openReceiver();
    const plan = {
      events: [createEvent('a'), createEvent('b')],
      deliveries: [createDelivery('b', 'in'), createDelivery('a', 'in', false), createDelivery('a', 'in')],
    };
    const progress: string[] = [];
    const receipts = await run(plan, createReceivers(createWebhook({ name: 'in', url: `${receiver.origin}/` })), {
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

  it('keeps all other receipts after an internal error, and prints each stack once', async () => {
    const receiver = await openReceiver();
    const plan = {
      events: [createEvent('a'), createEvent('b')],
      deliveries: [
        { ...createDelivery('a', 'mail'), destination: 'email:mail' },
        ...['broken', 'good'].flatMap((name) => [createDelivery('a', name), createDelivery('b', name)]),
      ],
    };
    // A loaded manifest can contain neither.
    const broken = createWebhook({ name: 'broken', url: `${receiver.origin}/`, headers: null as never });
    const good = createWebhook({ name: 'good', url: `${receiver.origin}/` });
    const receivers = { ...createReceivers(broken, good), emails: null as never };
    let printed = '';
    const stderr = (text: string) => {
      printed += text;
    };
    const { receipts } = await deliverAll(plan, receivers, { ...io, stderr });
    expect(receipts.map(({ destination, status, error }) => [destination, status, error?.code ?? null])).toEqual([
      ['email:mail', 'failed', 'internal-error'],
      ['webhook:broken', 'failed', 'internal-error'],
      ['webhook:broken', 'failed', 'internal-error'],
      ['webhook:good', 'sent', null],
      ['webhook:good', 'sent', null],
    ]);
    expect(receiver.requests).toHaveLength(2);
    expect(printed.match(/^certvigil: internal error: .*\nTypeError: .*\n {4}at /gm)).toHaveLength(2);
  });

  it('keeps the receipt of what was sent before a bug that stops the rest of its kind', async () => {
    const receiver = await openReceiver();
    const plan = {
      events: [createEvent('a'), createEvent('b')],
      deliveries: ['a', 'b'].map((id) => createDelivery(id, 'chat')),
    };
    const receivers = createReceivers(createWebhook({ name: 'chat', url: `${receiver.origin}/` }));
    const onProgress = () => {
      throw new Error('an injected bug');
    };
    const { receipts } = await deliverAll(plan, receivers, { ...io, stderr: () => {} }, { concurrency: 1, onProgress });
    expect(receipts.map(({ status }) => status)).toEqual(['sent', 'failed']);
    expect(receiver.requests).toHaveLength(1);
  });

  it('does not stop after a failure', async () => {
    const [good, bad] = [await openReceiver(), await openReceiver(['hang'])];
    const plan = {
      events: [createEvent('a'), createEvent('b')],
      deliveries: ['bad', 'broken', 'missing', 'good'].flatMap((name) => [
        createDelivery('a', name),
        createDelivery('b', name),
      ]),
    };
    const receivers = createReceivers(
      createWebhook({ name: 'bad', url: `${bad.origin}/`, timeout_seconds: 0.05 }),
      createWebhook({ name: 'broken', url: `${good.origin}/`, body_template: '{{' }),
      createWebhook({ name: 'good', url: `${good.origin}/` }),
    );
    const receipts = await run(plan, receivers);
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

  it('keeps the order of messages about one alert to one webhook, even with retries', async () => {
    const receiver = await openReceiver([503, 200]);
    const ids = ['first', 'second', 'third'];
    const plan = {
      events: ids.map((id) => createEvent(id, 'shop')),
      deliveries: ids.map((id) => createDelivery(id, 'in')),
    };
    const body_template = '"{{ data.location }}"';
    await run(plan, createReceivers(createWebhook({ name: 'in', url: `${receiver.origin}/`, body_template })));
    expect(receiver.requests.map(({ body }) => JSON.parse(body))).toEqual(['first', 'first', 'second', 'third']);
  });

  it('limits concurrent requests per host, across webhooks', async () => {
    const receiver = await openReceiver([{ together: 2 }]);
    const ids = listIds(12);
    const plan = {
      events: ids.map((id) => createEvent(id)),
      deliveries: ids.flatMap((id) => [createDelivery(id, 'one'), createDelivery(id, 'two')]),
    };
    const receivers = createReceivers(
      createWebhook({ name: 'one', url: `${receiver.origin}/one` }),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable
      createWebhook({ name: 'two', url: '${URL}' }),
    );
    const receipts = await run(plan, receivers, {
      io: { ...io, env: { URL: `${receiver.origin}/two` } },
      concurrency: 2,
    });
    expect(receipts.every(({ status }) => status === 'sent')).toBe(true);
    expect(receiver.requests).toHaveLength(24);
    expect(receiver.maxConcurrent()).toBe(2);
  });
});

const listIds = (count: number) => Array.from({ length: count }, (_, index) => `e${index}`);

/** A plan with `count` events to each of these webhooks. */
function createPlan(count: number, ...names: string[]): Plan {
  const ids = listIds(count);
  return {
    events: ids.map((id) => createEvent(id)),
    deliveries: names.flatMap((name) => ids.map((id) => createDelivery(id, name))),
  };
}

/** The number of receipts by error code, or `sent`. */
function countByCode(receipts: { error: { code: string } | null }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { error } of receipts) counts[error?.code ?? 'sent'] = (counts[error?.code ?? 'sent'] ?? 0) + 1;
  return counts;
}

describe('a run with many deliveries', () => {
  it('reuses connections', async () => {
    const receiver = await openReceiver();
    const receipts = await run(
      createPlan(200, 'in'),
      createReceivers(createWebhook({ name: 'in', url: `${receiver.origin}/` })),
    );
    expect(countByCode(receipts)).toEqual({ sent: 200 });
    // Four at once; a connection whose response was just read may not be free for the next request yet.
    expect(receiver.connections()).toBeLessThanOrEqual(8);
  });

  it('stops sending to an unavailable host, and leaves the rest for the next scan', async () => {
    const removed = `http://127.0.0.1:${await findRefusingPort()}`;
    const webhooks = ['one', 'two'].map((name) => createWebhook({ name, url: `${removed}/${name}` }));
    const receipts = await run(createPlan(50, 'one', 'two'), createReceivers(...webhooks), { concurrency: 1 });
    const { 'http-connection-refused': refused = 0, 'receiver-down': down = 0 } = countByCode(receipts);
    // The requests of the two webhooks that are already in flight fail together.
    expect([5, 6]).toContain(refused);
    expect(refused + down).toBe(100);
    const last = receipts.at(-1);
    expect(last).toMatchObject({ status: 'failed', attempts: 0, error: { code: 'receiver-down' } });
    expect(last?.error?.detail).toMatch(/^webhook "two": not sent: 5 deliveries .* The next scan tries again\.$/);
  });

  it('counts server errors per webhook, not per host', async () => {
    const receiver = await openReceiver(({ path }) => (path === '/bad' ? 500 : 200));
    const webhooks = ['bad', 'good'].map((name) => createWebhook({ name, url: `${receiver.origin}/${name}` }));
    const receipts = await run(createPlan(20, 'bad', 'good'), createReceivers(...webhooks), { concurrency: 1 });
    expect(countByCode(receipts)).toEqual({ 'http-server-error': 5, 'receiver-down': 15, sent: 20 });
    expect(receiver.requests).toHaveLength(15 + 20);
  });

  it('continues if failures are not consecutive', async () => {
    const answers = Array.from({ length: 40 }, (_, index): ReceiverResponse => (index % 4 === 3 ? 200 : 500));
    const receiver = await openReceiver(answers);
    const webhook = createWebhook({ name: 'in', url: `${receiver.origin}/` });
    expect(countByCode(await run(createPlan(20, 'in'), createReceivers(webhook), { concurrency: 1 }))).toEqual({
      'http-server-error': 10,
      sent: 10,
    });
  });

  it('waits for Retry-After, then sends one message at a time', async () => {
    const receiver = await openReceiver([{ status: 429, headers: { 'Retry-After': '30' } }, 200]);
    const time = createFakeClock();
    const webhook = createWebhook({ name: 'in', url: `${receiver.origin}/` });
    const receipts = await run(createPlan(10, 'in'), createReceivers(webhook), { ...time, concurrency: 1 });
    expect(countByCode(receipts)).toEqual({ sent: 10 });
    expect(time.waits).toEqual([30_000]);
  });

  it('stops sending if Retry-After is too long', async () => {
    const receiver = await openReceiver([{ status: 429, headers: { 'Retry-After': '3600' } }]);
    const webhook = createWebhook({ name: 'in', url: `${receiver.origin}/` });
    const receipts = await run(createPlan(10, 'in'), createReceivers(webhook), {
      ...createFakeClock(),
      concurrency: 1,
    });
    expect(countByCode(receipts)).toEqual({ 'http-rate-limited': 1, 'retry-after-too-long': 9 });
    expect(receiver.requests).toHaveLength(1);
  });

  it('starts no delivery after the time limit', async () => {
    const receiver = await openReceiver();
    const webhook = createWebhook({ name: 'in', url: `${receiver.origin}/` });
    const receivers = { ...createReceivers(webhook), delivery_timeout_seconds: 30 };
    let now = 0;
    // Each reading of the clock takes a second.
    const clock = () => {
      now += 1000;
      return now;
    };
    const { sent = 0, 'delivery-timeout': late = 0 } = countByCode(
      await run(createPlan(50, 'in'), receivers, { clock }),
    );
    expect(receiver.requests).toHaveLength(sent);
    expect(sent).toBeGreaterThan(0);
    expect(late).toBeGreaterThan(0);
    expect(sent + late).toBe(50);
  });

  it('returns the start of a response body only to onSent', async () => {
    const receiver = await openReceiver([{ status: 400, body: `invalid_blocks${'x'.repeat(20_000)}` }]);
    const receivers = createReceivers(createWebhook({ name: 'in', url: `${receiver.origin}/` }));
    const said: (string | null)[] = [];
    const onSent: OnSent = (_, { outcome }) => void said.push(outcome?.responded ? outcome.body : null);
    const [receipt] = await run(createPlan(1, 'in'), receivers, { onSent });
    expect(said).toEqual([`invalid_blocks${'x'.repeat(16_370)}`]);
    expect(JSON.stringify(receipt)).not.toContain('invalid_blocks');
  });

  it('has one warning for all messages to a webhook without a preset that responds with a page', async () => {
    const receiver = await openReceiver([{ status: 200, body: '<html>' }]);
    const receivers = createReceivers(createWebhook({ name: 'in', url: `${receiver.origin}/` }));
    const { receipts, problems } = await deliverAll(createPlan(3, 'in'), receivers, io);
    expect(receipts.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    expect(problems.map(({ code }) => code)).toEqual(['webhook-page-accepted']);
  });
});

/** A clock that only advances while sleeping. */
function createFakeClock() {
  let now = 0;
  const waits: number[] = [];
  const sleep = async (milliseconds: number) => {
    waits.push(milliseconds);
    now += milliseconds;
  };
  return { io: { ...io, sleep } as Io, clock: () => now, waits };
}
