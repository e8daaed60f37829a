import { afterEach, describe, expect, it } from 'vitest';
import type { EventData, EventName, Grouping, PlannedDelivery, PlannedEvent } from '../../src/domain/index.ts';
import type { Io } from '../../src/lib/io.ts';
import { groupDeliveries, listGroupable } from '../../src/notify/group-deliveries.ts';
import { deliverAll } from '../../src/notify/index.ts';
import type { Receivers } from '../../src/notify/receiver-settings.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createContext, createWebhook, RECEIVER_SETTINGS } from './context.ts';
import { createEmail } from './email/events.ts';

function createDelivery(
  id: string,
  data: Partial<EventData> = {},
  event: EventName = 'certificate.expiry_warning',
  rule = 'all',
) {
  const context = { ...createContext({ certificate: id, alert_key: id, event_type: event, ...data }), event };
  return {
    planned: { event_id: id, rule, destination: 'webhook:in', due: true, reason: 'first' } as PlannedDelivery,
    event: { id, event, context, record: {} } as PlannedEvent,
  };
}

const groupBy = (...attributes: string[]): Grouping => ({ by: attributes, max_events: 20 });

/** The messages, each as the names of its certificates, in the order of the deliveries. */
function describeGroups(deliveries: ReturnType<typeof createDelivery>[], grouping: Grouping | null): string[] {
  const messages = groupDeliveries(deliveries, () => grouping);
  return messages.map((message) => message.deliveries.map(({ planned }) => planned.event_id).join(' '));
}

/** An alert about a CA, by its fingerprint. */
function createIssuerDelivery(id: string, fingerprint: string, over: Partial<PlannedDelivery> = {}) {
  const { planned, event } = createDelivery(id);
  const record = { fingerprint, location: null, threshold: 30, topic: 'expiry_warning/issuer', locations: [] };
  return { planned: { ...planned, ...over }, event: { ...event, record } };
}

const TEAMS = [
  createDelivery('a', { labels: { team: 'web' }, owner: 'x' }),
  createDelivery('b', { labels: { team: 'shop' }, owner: 'x' }),
  createDelivery('c', { labels: { team: 'web' }, owner: 'y' }),
  createDelivery('d', { labels: {}, owner: 'y' }),
];

describe('grouping of deliveries', () => {
  it.each<[string, Grouping | null, string[]]>([
    ['off by default', null, ['a', 'b', 'c', 'd']],
    ['by a label, with one group for deliveries without it', groupBy('labels.team'), ['a c', 'b', 'd']],
    ['by an attribute', groupBy('owner'), ['a b', 'c d']],
    ['by two attributes', groupBy('owner', 'labels.team'), ['a', 'b', 'c', 'd']],
    ['by rule, into one group', groupBy('rule'), ['a b c d']],
    ['by an attribute that no event has, into one group', groupBy('labels.constructor'), ['a b c d']],
  ])('%s', (_, grouping, messages) => {
    expect(describeGroups(TEAMS, grouping)).toEqual(messages);
  });

  it('has one message for all alerts about a CA to one destination, also from several rules', () => {
    const all = [
      createIssuerDelivery('a', 'ca1'),
      createDelivery('b'),
      createIssuerDelivery('c', 'ca2'),
      createIssuerDelivery('d', 'ca1', { rule: 'other' }),
      createIssuerDelivery('e', 'ca1', { destination: 'webhook:page' }),
      createIssuerDelivery('f', 'ca1', { destination: 'webhook:page' }),
    ];
    const messages = groupDeliveries(
      all,
      () => null,
      listGroupable({ webhooks: [createWebhook({ name: 'in', max_messages: 10 })] }),
    );
    expect(messages.map(({ deliveries }) => deliveries.map(({ planned }) => planned.event_id).join(' '))).toEqual([
      'a d',
      'b',
      'c',
      'e',
      'f',
    ]);
    expect(messages.map(({ context }) => 'events' in context)).toEqual([true, false, false, false, false]);
    // The attributes of the action decide if there are any.
    expect(
      groupDeliveries(
        all,
        () => groupBy('certificate'),
        listGroupable({ webhooks: [createWebhook({ name: 'in', max_messages: 10 })] }),
      ),
    ).toHaveLength(6);
  });

  it('has one message for the announced revocations of each owner, if a template can show a group', () => {
    const announce = (id: string, owner: string | null, destination: PlannedDelivery['destination'] = 'webhook:in') => {
      const { planned, event } = createDelivery(id, { owner }, 'certificate.revocation_announced');
      return { planned: { ...planned, destination }, event };
    };
    const all = [
      announce('a', 'web'),
      announce('b', 'ops'),
      announce('c', 'web'),
      announce('d', null),
      announce('e', 'web', 'webhook:page'),
      announce('f', 'web', 'webhook:page'),
      announce('g', 'web', 'email:owners'),
      announce('h', 'web', 'email:owners'),
      announce('i', 'web', 'email:own'),
      announce('j', 'web', 'email:own'),
    ];
    const toOwner = { to_owner: true, max_messages: null };
    const groupable = listGroupable({
      webhooks: [createWebhook({ name: 'in', max_messages: 10 }), createWebhook({ name: 'page' })],
      emails: [createEmail({ ...toOwner, name: 'owners' }), createEmail({ ...toOwner, name: 'own', subject: 'x' })],
    });
    const describe = (grouping: Grouping | null) =>
      groupDeliveries(all, () => grouping, groupable).map((message) =>
        message.deliveries.map(({ planned }) => planned.event_id).join(' '),
      );
    expect(describe(null)).toEqual(['a c', 'b', 'd', 'e', 'f', 'g h', 'i', 'j']);
    expect(describe(groupBy('certificate'))).toHaveLength(10);
  });

  it('keeps rules apart, even with the same receiver', () => {
    expect(
      describeGroups([createDelivery('a'), createDelivery('b', {}, 'certificate.expired', 'other')], groupBy('rule')),
    ).toEqual(['a', 'b']);
  });

  it('keeps alerts and resolutions apart', () => {
    const all = [
      createDelivery('a'),
      createDelivery('b', {}, 'certificate.renewed'),
      createDelivery('c'),
      createDelivery('d', {}, 'certificate.removed'),
    ];
    expect(describeGroups(all, groupBy('rule'))).toEqual(['a c', 'b d']);
    expect(describeGroups(all, groupBy('event'))).toEqual(['a c', 'b', 'd']);
  });

  it('puts the most severe events into the message, and counts the others', () => {
    const all = [
      createDelivery('later', { status: 'warning', days_remaining: 20 }),
      createDelivery('soon', { status: 'critical', days_remaining: 3 }),
      createDelivery('over', { status: 'expired', days_remaining: -1 }, 'certificate.expired'),
      createDelivery('unread', { status: 'unknown', days_remaining: null }),
    ];
    const [message] = groupDeliveries(all, () => ({ by: ['rule'], max_events: 2 }));
    expect(message?.context).toMatchObject({
      event: 'certificate.expired',
      data: { certificate: 'over' },
      events: [{ data: { certificate: 'over' } }, { data: { certificate: 'soon' } }],
      more: 2,
    });
    expect(message?.deliveries).toHaveLength(4);
  });
});

const open: Receiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

const io = { env: {}, now: () => 0, sleep: async () => undefined, mask: (text: string) => text } as unknown as Io;

async function send(
  deliveries: ReturnType<typeof createDelivery>[],
  grouping: Grouping,
  answers: number[],
  webhook = {},
) {
  const receiver = await startReceiver(answers);
  open.push(receiver);
  const action = { kind: 'webhook', name: 'in', group: grouping };
  const rules = ['all', 'other'].map((name) => ({ name, actions: name === 'all' ? [action] : [] }));
  const webhooks = [createWebhook({ name: 'in', url: `${receiver.origin}/`, ...webhook })];
  const receivers = {
    ...RECEIVER_SETTINGS,
    webhooks,
    emails: [],
    rules,
    delivery_timeout_seconds: 600,
  } as unknown as Receivers;
  const events = new Map(deliveries.map(({ event }) => [event.id, event]));
  const plan = { events: [...events.values()], deliveries: deliveries.map(({ planned }) => planned) };
  const { receipts } = await deliverAll(plan, receivers, io);
  return { receipts, bodies: receiver.requests.map(({ body }) => JSON.parse(body)) };
}

describe('a group', () => {
  it('is sent in one request, with a receipt for each delivery', async () => {
    const { receipts, bodies } = await send(TEAMS, groupBy('rule'), [200]);
    expect(receipts.map(({ event_id, status, attempts }) => [event_id, status, attempts])).toEqual(
      ['a', 'b', 'c', 'd'].map((id) => [id, 'sent', 1]),
    );
    expect(bodies).toHaveLength(1);
  });

  it('is sent as its whole context by default', async () => {
    const { bodies } = await send(TEAMS.slice(0, 1), groupBy('rule'), [200]);
    expect(bodies[0]).toMatchObject({ event: 'certificate.expiry_warning', data: { certificate: 'a' }, more: 0 });
    expect(bodies[0].events).toMatchObject([{ event: 'certificate.expiry_warning', data: { certificate: 'a' } }]);
    expect(bodies[0]).not.toHaveProperty('secrets');
  });

  it('is rendered by a template that loops over its events', async () => {
    const body_template = '{{ events | map(attribute="data.certificate") | list | tojson }}';
    const { bodies } = await send(TEAMS, { by: ['rule'], max_events: 3 }, [200], { body_template });
    expect(bodies).toEqual([['a', 'b', 'c']]);
  });

  it('fails as a whole', async () => {
    const { receipts } = await send(TEAMS, groupBy('labels.team'), [400]);
    expect(receipts.map(({ status, error }) => [status, error?.code])).toEqual(
      TEAMS.map(() => ['failed', 'http-client-error']),
    );
  });

  it('is sent before later messages of other groups and rules about the same alerts', async () => {
    const deliveries = [
      ...['a', 'b', 'c'].map((id) => createDelivery(id)),
      ...['a', 'b', 'c'].map((id) => createDelivery(`${id}'`, { alert_key: id }, 'certificate.recovered')),
      createDelivery("b'", { alert_key: 'b' }, 'certificate.recovered', 'other'),
    ];
    // The first request fails twice and is retried; later messages wait for it.
    const { bodies } = await send(deliveries, groupBy('event'), [503, 503, 200]);
    expect(bodies.map(({ event, more, events = [] }) => [event, events.length + (more ?? 0)])).toEqual([
      ['certificate.expiry_warning', 3],
      ['certificate.expiry_warning', 3],
      ['certificate.expiry_warning', 3],
      ['certificate.recovered', 3],
      ['certificate.recovered', 0],
    ]);
  });
});
