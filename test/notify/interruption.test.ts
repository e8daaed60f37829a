import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlannedDelivery, PlannedEvent, Receipt, Webhook } from '../../src/domain/index.ts';
import type { Io } from '../../src/lib/io.ts';
import { deliverAll } from '../../src/notify/index.ts';
import { INTERRUPTION_GRACE_MS } from '../../src/notify/interruption.ts';
import type { Receivers } from '../../src/notify/receiver-settings.ts';
import { certificate, day, endpoint, entry } from '../events/scenario.ts';
import { getBoard } from '../helpers/github/board.ts';
import { getRepository, startGitHub } from '../helpers/github/server.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { startSmtpServer } from '../helpers/smtp-server.ts';
import { createContext, createWebhook, RECEIVER_SETTINGS } from './context.ts';
import { createEmail, deliverEvents } from './email/events.ts';
import { createAccess, createProject, runScan } from './issue/scans.ts';

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

let interruption: AbortController;
const interrupt = () => interruption.abort({ signal: 'SIGTERM', exitCode: 143 });
beforeEach(() => {
  interruption = new AbortController();
});

async function openReceiver(respond: (count: number) => ReceiverResponse): Promise<Receiver> {
  let count = 0;
  const receiver = await startReceiver(() => {
    count += 1;
    return respond(count);
  });
  open.push(receiver);
  return receiver;
}

/** Waits never end, except by an interruption: a test that depends on one would time out. */
function sleepUntilInterrupted(_: number, signal?: AbortSignal): Promise<void> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}

const io = { env: {}, now: () => 0, sleep: sleepUntilInterrupted, mask: (text: string) => text } as unknown as Io;
/** The pauses between two changes on GitHub are over at once, but the grace period is not. */
async function sleepInGracePeriod(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (milliseconds >= INTERRUPTION_GRACE_MS) await sleepUntilInterrupted(milliseconds, signal);
}

/** An Io whose waits are over at once, also the grace period. */
const impatient = { ...io, sleep: async () => undefined } as Io;

/** Sends `count` events to each webhook. */
async function deliver(count: number, webhooks: Webhook[], { withIo = io, concurrency = 4 } = {}): Promise<Receipt[]> {
  const ids = Array.from({ length: count }, (_, index) => `e${index}`);
  const events = ids.map((id) => ({ id, record: {}, context: createContext({ alert_key: id }) }) as PlannedEvent);
  const deliveries = webhooks.flatMap(({ name }) =>
    ids.map(
      (event_id): PlannedDelivery => ({
        event_id,
        rule: 'all',
        destination: `webhook:${name}`,
        due: true,
        reason: 'first',
      }),
    ),
  );
  const receivers = {
    ...RECEIVER_SETTINGS,
    webhooks,
    emails: [],
    rules: [],
    delivery_timeout_seconds: 600,
  } as unknown as Receivers;
  const plan = { events, deliveries };
  return (await deliverAll(plan, receivers, withIo, { concurrency, interrupted: interruption.signal })).receipts;
}

/** `sent`, or the code of the error and the number of attempts, with how many receipts are like it. */
function summarize(receipts: readonly Receipt[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, attempts, error } of receipts) {
    const key = status === 'sent' ? 'sent' : `${error?.code} after ${attempts}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

describe('an interrupted run', () => {
  it('counts what is in flight as sent, and starts nothing more', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const receiver = await openReceiver((count) => {
      if (count === 4) {
        interrupt();
        release();
      }
      return { after: released };
    });
    const receipts = await deliver(10, [createWebhook({ name: 'in', url: `${receiver.origin}/` })]);
    expect(summarize(receipts)).toEqual({ sent: 4, 'delivery-interrupted after 0': 6 });
    expect(receiver.requests).toHaveLength(4);
    expect(receipts.at(-1)?.error?.detail).toMatch(/^not sent: .* The next scan sends it\.$/);
  });

  it('sends nothing if it was interrupted before', async () => {
    const receiver = await openReceiver(() => 200);
    interrupt();
    const receipts = await deliver(3, [createWebhook({ name: 'in', url: `${receiver.origin}/` })]);
    expect(summarize(receipts)).toEqual({ 'delivery-interrupted after 0': 3 });
    expect(receiver.requests).toHaveLength(0);
  });

  it('does not wait for a receiver beyond the grace period, and says that it may have received the message', async () => {
    const receiver = await openReceiver((count) => {
      if (count === 4) interrupt();
      return 'hang';
    });
    const receipts = await deliver(10, [createWebhook({ name: 'in', url: `${receiver.origin}/` })], {
      withIo: impatient,
    });
    expect(summarize(receipts)).toEqual({ 'delivery-interrupted after 1': 4, 'delivery-interrupted after 0': 6 });
    expect(receipts[0]?.error?.detail).toContain('may have received it');
  });

  it('keeps the result of a failed attempt instead of waiting for the retry', async () => {
    const receiver = await openReceiver(() => {
      interrupt();
      return 503;
    });
    const receipts = await deliver(1, [createWebhook({ name: 'in', url: `${receiver.origin}/` })]);
    expect(summarize(receipts)).toEqual({ 'http-server-error after 1': 1 });
    expect(receiver.requests).toHaveLength(1);
  });

  it('does not send what was waiting for another webhook of the host', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const receiver = await openReceiver((count) => {
      if (count === 4) {
        interrupt();
        release();
      }
      return { after: released };
    });
    const names = ['a', 'b', 'c'];
    const webhooks = names.map((name) => createWebhook({ name, url: `${receiver.origin}/${name}` }));
    expect(summarize(await deliver(4, webhooks))).toEqual({ sent: 4, 'delivery-interrupted after 0': 8 });
    expect(receiver.requests).toHaveLength(4);
  });

  it('does not send after a pause that the receiver asked for', async () => {
    const receiver = await openReceiver(() => {
      interrupt();
      return { status: 429, headers: { 'Retry-After': '30' } };
    });
    const webhook = createWebhook({ name: 'in', url: `${receiver.origin}/` });
    const receipts = await deliver(2, [webhook], { concurrency: 1 });
    expect(summarize(receipts)).toEqual({ 'http-rate-limited after 1': 1, 'delivery-interrupted after 0': 1 });
    expect(receiver.requests).toHaveLength(1);
  });

  it('finishes the mail that is being sent, and sends no other', async () => {
    const mail = await startSmtpServer({
      answer: (line) => {
        if (line === 'MESSAGE') interrupt();
        return undefined;
      },
    });
    open.push(mail);
    const events = Array.from({ length: 3 }, (_, index) => ({ data: { alert_key: `shop:${index}` } }));
    const { receipts } = await deliverEvents([createEmail({ port: mail.port })], events, {
      interrupted: interruption.signal,
      sleep: sleepUntilInterrupted,
    });
    expect(summarize(receipts)).toEqual({ sent: 1, 'delivery-interrupted after 0': 2 });
    expect(mail.mails).toHaveLength(1);
  });

  it('finishes the issue that is being created, and the next run creates the others once', async () => {
    const github = await startGitHub();
    open.push(github);
    const board = getBoard(getRepository(github));
    const names = ['a', 'b', 'c'];
    const made = createProject(names.map((name) => entry(name)));
    const self = { ...made, io: { ...made.io, sleep: sleepInGracePeriod, github: createAccess(github.api_url) } };
    const readings = names.map((name) => endpoint(name, `${name}:443`, certificate(name, { to: day(20, 12) })));
    github.watch(({ method, path }) => {
      if (method === 'POST' && path.endsWith('/issues')) interrupt();
    });
    const first = await runScan(self, { now: day(7), readings, interrupted: interruption.signal });
    expect(first.deliveries).toEqual([
      'expiry_warning first sent',
      'expiry_warning first failed',
      'expiry_warning first failed',
    ]);
    expect(first.failures.map(({ code }) => code)).toEqual(['delivery-interrupted', 'delivery-interrupted']);
    expect(board.issues.size).toBe(1);
    const second = await runScan(self, { now: day(7, 1), readings });
    expect(second.deliveries).toEqual(['expiry_warning retry sent', 'expiry_warning retry sent']);
    expect(board.issues.size).toBe(3);
  });
});
