import { afterEach, describe, expect, it } from 'vitest';
import type { EventData, EventName, PlannedDelivery, PlannedEvent, Status } from '../../src/domain/index.ts';
import type { Io } from '../../src/lib/io.ts';
import { groupDeliveries } from '../../src/notify/group-deliveries.ts';
import { deliverAll } from '../../src/notify/index.ts';
import { limitMessages } from '../../src/notify/limit-messages.ts';
import type { Receivers } from '../../src/notify/receiver-settings.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { startSmtpServer } from '../helpers/smtp-server.ts';
import { createContext, createWebhook, RECEIVER_SETTINGS } from './context.ts';
import { createEmail, deliverEvents } from './email/events.ts';

interface Options {
  event?: EventName;
  rule?: string;
  data?: Partial<EventData>;
}

function createDelivery(
  id: string,
  status: Status,
  { event = 'certificate.expiry_warning', rule = 'all', data }: Options = {},
) {
  const context = { ...createContext({ certificate: id, alert_key: id, event_type: event, status, ...data }), event };
  return {
    planned: { event_id: id, rule, destination: 'webhook:in', due: true, reason: 'first' } as PlannedDelivery,
    event: { id, event, context, record: {} } as PlannedEvent,
  };
}

type Delivery = ReturnType<typeof createDelivery>;

/** The messages, each as the ids of its events. */
function limit(deliveries: Delivery[], max: number | null): string[] {
  const messages = groupDeliveries(deliveries, () => null);
  return limitMessages(messages, max).map((message) =>
    message.deliveries.map(({ planned }) => planned.event_id).join(' '),
  );
}

const WARNINGS = ['w1', 'w2', 'w3'].map((id) => createDelivery(id, 'warning'));
const MIXED = [...WARNINGS, createDelivery('c1', 'critical'), createDelivery('e1', 'expired')];

describe('the limit of messages', () => {
  it.each<[string, number | null, string[]]>([
    ['sends all without a limit, the most severe first', null, ['e1', 'c1', 'w1', 'w2', 'w3']],
    ['sends all up to the limit, the most severe first', 5, ['e1', 'c1', 'w1', 'w2', 'w3']],
    ['sends the most severe first, and groups the rest', 2, ['e1', 'c1', 'w1 w2 w3']],
    ['groups all but one', 1, ['e1', 'c1 w1 w2 w3']],
    ['sends a single further message as it is', 4, ['e1', 'c1', 'w1', 'w2', 'w3']],
  ])('%s', (_, max, messages) => {
    expect(limit(MIXED, max)).toEqual(messages);
  });

  it('keeps alerts and resolutions apart, and sends alerts first', () => {
    const resolved = ['r1', 'r2'].map((id) => createDelivery(id, 'critical', { event: 'certificate.recovered' }));
    expect(limit([...resolved, ...WARNINGS], 1)).toEqual(['w1', 'w2 w3', 'r1 r2']);
    expect(limit([...resolved, ...WARNINGS], 4)).toEqual(['w1', 'w2', 'w3', 'r1', 'r2']);
  });

  it('sorts events of one severity by their expiry', () => {
    const days = { late: 20, soon: 3, later: 25 };
    const deliveries = Object.entries(days).map(([id, days_remaining]) =>
      createDelivery(id, 'warning', { data: { days_remaining } }),
    );
    expect(limit(deliveries, 1)).toEqual(['soon', 'late later']);
  });

  it('shows the most severe of the rest, and an event of two rules once', () => {
    const rest = Array.from({ length: 30 }, (_, index) => createDelivery(`w${index}`, 'warning'));
    const twice = createDelivery('w0', 'warning', { rule: 'other' });
    const messages = groupDeliveries(
      [createDelivery('e', 'expired'), ...rest, twice, createDelivery('c', 'critical')],
      () => null,
    );
    const [, group] = limitMessages(messages, 1);
    expect(group?.deliveries).toHaveLength(32);
    expect(group?.context).toMatchObject({ data: { certificate: 'c' }, events: { length: 20 }, more: 11 });
    expect(group?.subjects).toHaveLength(31);
  });

  it('counts a group of group_by as one message', () => {
    const grouped = groupDeliveries(MIXED, ({ event_id }) =>
      event_id.startsWith('w') ? { by: ['rule'], max_events: 20 } : null,
    );
    expect(limitMessages(grouped, 3).map(({ deliveries }) => deliveries.length)).toEqual([1, 1, 3]);
    expect(limitMessages(grouped, 1).map(({ deliveries }) => deliveries.length)).toEqual([1, 4]);
  });
});

const open: Receiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

const io = { env: {}, now: () => 0, sleep: async () => undefined, mask: (text: string) => text } as unknown as Io;

describe('a webhook with a limit', () => {
  const body_template = '{{ events | map(attribute="data.certificate") | list | tojson }}';
  const deliveries = Array.from({ length: 25 }, (_, index) =>
    createDelivery(`c${index}`, index === 24 ? 'expired' : 'warning'),
  );

  async function send(respond: (body: string[]) => number) {
    const receiver = await startReceiver(({ body }) => respond(JSON.parse(body)));
    open.push(receiver);
    const webhooks = [createWebhook({ name: 'in', url: `${receiver.origin}/`, body_template, max_messages: 10 })];
    const receivers = {
      ...RECEIVER_SETTINGS,
      webhooks,
      emails: [],
      rules: [],
      delivery_timeout_seconds: 600,
    } as unknown as Receivers;
    const plan = { events: deliveries.map(({ event }) => event), deliveries: deliveries.map(({ planned }) => planned) };
    const { receipts } = await deliverAll(plan, receivers, io);
    return { receipts, bodies: receiver.requests.map(({ body }) => JSON.parse(body) as string[]) };
  }

  it('gets ten messages and one group, with a receipt for every event', async () => {
    const { receipts, bodies } = await send(() => 200);
    expect(bodies.map((events) => events.length)).toEqual([...Array(10).fill(1), 15]);
    expect(bodies.flat().sort()).toEqual(deliveries.map(({ planned }) => planned.event_id).sort());
    // The worst one arrives first, although it is the last of the plan.
    expect(bodies[0]).toEqual(['c24']);
    expect(receipts.filter(({ status }) => status === 'sent')).toHaveLength(25);
  });

  it('that rejects the group has failed for each of its events', async () => {
    const { receipts } = await send((events) => (events.length > 1 ? 400 : 200));
    expect(receipts.filter(({ status }) => status === 'sent')).toHaveLength(10);
    const failed = receipts.filter(({ status }) => status === 'failed');
    expect(new Set(failed.map(({ error }) => error?.code))).toEqual(new Set(['http-client-error']));
    expect(failed).toHaveLength(15);
  });
});

it('an email receiver with a limit gets one mail more', async () => {
  const mail = await startSmtpServer();
  try {
    const events = Array.from({ length: 6 }, (_, index) => ({
      data: { certificate: `c${index}`, common_name: `c${index}.example.com`, alert_key: `c${index}` },
    }));
    const { receipts } = await deliverEvents([createEmail({ port: mail.port, max_messages: 2 })], events);
    expect(receipts.map(({ status }) => status)).toEqual(Array(6).fill('sent'));
    expect(mail.mails).toHaveLength(3);
    const group = mail.mails.at(-1)?.raw ?? '';
    for (const name of ['c2', 'c3', 'c4', 'c5']) expect(group).toContain(name);
  } finally {
    await mail.close();
  }
});
