import { afterEach, describe, expect, it } from 'vitest';
import { parseRetryAfter, sendRequest } from '../../src/lib/http-client.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { findRefusingPort, startHangingServer } from '../helpers/tls-server.ts';

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function receiverWith(...answers: ReceiverResponse[]): Promise<Receiver> {
  const receiver = await startReceiver(answers);
  open.push(receiver);
  return receiver;
}

const post = (url: string, timeout_ms = 5_000) =>
  sendRequest({ method: 'POST', url, headers: { 'X-A': 'b' }, body: 'é' }, { timeout_ms, verify: true, ca: null });

describe('sendRequest', () => {
  it('sends one request and answers with the status', async () => {
    const receiver = await receiverWith(201);
    expect(await post(`${receiver.origin}/in?q=1`)).toEqual({
      answered: true,
      status: 201,
      retry_after: null,
      said: null,
    });
    expect(receiver.requests).toEqual([expect.objectContaining({ method: 'POST', path: '/in?q=1', body: 'é' })]);
    expect(receiver.requests[0]?.headers).toMatchObject({ 'x-a': 'b', 'content-length': '2' });
  });

  it('does not follow a redirect', async () => {
    const receiver = await receiverWith({ status: 307, headers: { Location: '/elsewhere' } });
    expect(await post(`${receiver.origin}/`)).toMatchObject({ answered: true, status: 307 });
    expect(receiver.requests).toHaveLength(1);
  });

  it('takes the status of an answer that never ends', async () => {
    const receiver = await receiverWith('endless');
    expect(await post(`${receiver.origin}/`)).toMatchObject({ answered: true, status: 200 });
  });

  it('hands on Retry-After', async () => {
    const receiver = await receiverWith({ status: 503, headers: { 'Retry-After': '7' } });
    expect(await post(`${receiver.origin}/`)).toMatchObject({ status: 503, retry_after: '7' });
  });

  it('tells a request that may have arrived from one that cannot have', async () => {
    const [hanging, resetting] = [await receiverWith('hang'), await receiverWith('reset')];
    expect(await post(`${hanging.origin}/`, 50)).toEqual({ answered: false, code: 'http-timeout', sent: true });
    expect(await post(`${resetting.origin}/`)).toEqual({ answered: false, code: 'http-connection-reset', sent: true });
    const port = await findRefusingPort();
    const refused = { answered: false, code: 'http-connection-refused', sent: false };
    expect(await post(`http://127.0.0.1:${port}/`)).toEqual(refused);
  });

  it('does not take a TLS handshake that hangs for a request that was sent', async () => {
    const server = await startHangingServer();
    open.push(server);
    expect(await post(`https://${server.place}/`, 50)).toEqual({ answered: false, code: 'http-timeout', sent: false });
  });

  it('gives TLS that is not TLS a code of its own', async () => {
    const receiver = await receiverWith(200);
    const outcome = await post(`https://${receiver.host}/`);
    expect(outcome).toEqual({ answered: false, code: 'http-tls-failed', sent: false });
  });
});

describe('a Retry-After', () => {
  const NOW = Date.parse('2026-05-18T12:00:00Z');
  it.each([
    [null, null],
    ['0', 0],
    ['7', 7_000],
    ['0.25', 250],
    ['99999999999999999999', 1e12],
    ['9'.repeat(400), 1e12],
    ['Mon, 18 May 2026 12:00:05 GMT', 5_000],
    ['Mon May 18 12:00:05 2026 GMT', 5_000],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
    // Nothing that says when: one is as patient as with none.
    ['-5', null],
    ['1.5.2', null],
    ['soon', null],
    ['120 seconds', null],
    ['', null],
    ['99:99', null],
  ])('of %j is %j milliseconds', (header, expected) => expect(parseRetryAfter(header, NOW)).toBe(expected));
});
