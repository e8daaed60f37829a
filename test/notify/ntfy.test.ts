import { afterEach, describe, expect, it } from 'vitest';
import type { EventData } from '../../src/domain/index.ts';
import type { Io } from '../../src/lib/io.ts';
import { createConnectionPool } from '../../src/notify/webhook/connections.ts';
import { sendWebhook } from '../../src/notify/webhook/send.ts';
import { PRESETS } from '../../src/presets/index.ts';
import { type Received, type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { createContext, createWebhook, RECEIVER_SETTINGS } from './context.ts';

const PRIORITIES = ['min', 'low', 'default', 'high', 'urgent'];

/** Validates requests like an ntfy topic (https://docs.ntfy.sh/publish/). Longer messages would become attachments. */
function respondAsNtfy({ method, path, headers, body }: Received): ReceiverResponse {
  const { title, priority, tags, click } = headers as Record<string, string | undefined>;
  const isTopic = method === 'POST' && /^\/[-_A-Za-z0-9]{1,64}$/.test(path);
  if (!isTopic) return 404;
  const isAscii = /^[\x20-\x7e]+$/.test(`${title}${priority}${tags}`);
  const isLink = click === undefined || URL.canParse(click);
  if (!isAscii || !isLink || !PRIORITIES.includes(priority ?? '')) return 400;
  return Buffer.byteLength(body) > 4096 ? 413 : 200;
}

const open: Receiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

async function send(data: Partial<EventData>, events = 1) {
  const receiver = await startReceiver(respondAsNtfy);
  open.push(receiver);
  const connections = createConnectionPool(RECEIVER_SETTINGS, { env: {} });
  const context = createContext(data);
  const group = { ...context, events: Array.from({ length: events }, () => context), more: 0 };
  const webhook = createWebhook({
    ...PRESETS.ntfy,
    preset: 'ntfy',
    url: `${receiver.origin}/certificates`,
    secrets: {},
  });
  const io = { env: {}, now: () => 0, sleep: async () => undefined, mask: (text: string) => text } as unknown as Io;
  const { status } = await sendWebhook(webhook, group, { io, connections });
  await connections.close();
  return { status, headers: receiver.requests[0]?.headers };
}

describe('an ntfy topic', () => {
  it('accepts a message with title and priority', async () => {
    const { status, headers } = await send({ run_url: 'https://git.example/runs/1' });
    expect(status).toBe('sent');
    expect(headers).toMatchObject({
      title: 'shop expires in 13 days',
      priority: 'high',
      tags: 'rotating_light',
      click: 'https://git.example/runs/1',
    });
  });

  it('gets no empty headers', async () => {
    const { status, headers } = await send({ run_url: null });
    expect(status).toBe('sent');
    expect(headers).not.toHaveProperty('click');
  });

  it.each([1, 20])('accepts hostile names in a message about %i certificates', async (events) => {
    const long = '漢\r\n"{{ 1 }}'.repeat(500);
    const { status } = await send({ common_name: long, owner: long, issuer: long, renewal_instructions: long }, events);
    expect(status).toBe('sent');
  });
});
