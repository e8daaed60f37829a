/** Creates and delivers due mail for tests. */

import type { Email, EventData, EventName, Grouping, PlannedEvent } from '../../../src/domain/index.ts';
import type { Io } from '../../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../../src/lib/network/access.ts';
import { NEVER_INTERRUPTED } from '../../../src/lib/process/interruption.ts';
import { deliverAll } from '../../../src/notify/index.ts';
import type { Receivers } from '../../../src/notify/receiver-settings.ts';
import { createContext, RECEIVER_SETTINGS } from '../context.ts';

export function createEmail(changes: Partial<Email> = {}): Email {
  return {
    name: 'ops',
    host: '127.0.0.1',
    port: 25,
    tls: 'none',
    username: null,
    password: null,
    from: 'Certificates <certs@example.com>',
    to: ['ops@example.com'],
    cc: [],
    to_owner: false,
    subject: null,
    text_template: null,
    html_template: null,
    max_messages: null,
    ssl_verification: true,
    ca_file: null,
    proxy: null,
    timeout_seconds: 5,
    position: { file: 'certvigil.yaml', line: 1, column: 1 },
    variables: { MAIL_PASSWORD: { file: 'certvigil.yaml', line: 7, column: 15 } },
    ...changes,
  };
}

export interface TestEvent {
  event?: EventName;
  data?: Partial<EventData>;
  record?: object;
}

function createPlannedEvent(
  { event = 'certificate.expiry_warning', data, record = {} }: TestEvent,
  index: number,
): PlannedEvent {
  const id = `event-${index}`;
  return {
    id,
    event,
    record,
    context: { ...createContext({ event_type: event, ...data }), event },
  } as PlannedEvent;
}

interface Options {
  env?: Io['env'];
  group?: Grouping;
  root?: string;
  clock?: () => number;
  deny?: string[];
  interrupted?: AbortSignal;
  /** Default: records the wait, and is over at once. */
  sleep?: Io['sleep'];
}

/** Delivers each event to each of these receivers, in order. Records waits instead of sleeping. */
export async function deliverEvents(
  emails: readonly Email[],
  testEvents: readonly TestEvent[] = [{}],
  { env = {}, group, root = '/', clock, interrupted = NEVER_INTERRUPTED, ...given }: Options = {},
) {
  const waits: number[] = [];
  const record = async (wait: number) => void waits.push(wait);
  const io = {
    env,
    now: () => Date.parse('2026-05-18T12:00:01Z'),
    sleep: given.sleep ?? record,
    mask: (text: string) => text,
  } as unknown as Io;
  const events = testEvents.map(createPlannedEvent);
  const actions = emails.map(({ name }) => ({ kind: 'email', name, ...(group && { group }) }));
  const rules = [{ name: 'all', enabled: true, actions }];
  const network = { deny: given.deny ?? [], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy };
  const receivers = {
    ...RECEIVER_SETTINGS,
    network,
    root,
    webhooks: [],
    emails,
    rules,
    delivery_timeout_seconds: 600,
  } as unknown as Receivers;
  const deliveries = events.flatMap(({ id }) =>
    emails.map(({ name }) => {
      return { event_id: id, rule: 'all', destination: `email:${name}`, due: true, reason: 'first' } as const;
    }),
  );
  const plan = { events, deliveries };
  const delivered = await deliverAll(plan, receivers, io, { interrupted, ...(clock && { clock }) });
  return { ...delivered, waits };
}
