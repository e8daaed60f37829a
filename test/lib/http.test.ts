import { afterEach, describe, expect, it } from 'vitest';
import { sendRequest } from '../../src/lib/http/client.ts';
import { parseRetryAfter } from '../../src/lib/http/headers.ts';
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
  it('sends one request and returns the status', async () => {
    const receiver = await receiverWith(201);
    expect(await post(`${receiver.origin}/in?q=1`)).toEqual({
      responded: true,
      status: 201,
      retry_after: null,
      body: null,
    });
    expect(receiver.requests).toEqual([expect.objectContaining({ method: 'POST', path: '/in?q=1', body: 'é' })]);
    expect(receiver.requests[0]?.headers).toMatchObject({ 'x-a': 'b', 'content-length': '2' });
  });

  it('does not follow a redirect', async () => {
    const receiver = await receiverWith({ status: 307, headers: { Location: '/elsewhere' } });
    expect(await post(`${receiver.origin}/`)).toMatchObject({ responded: true, status: 307 });
    expect(receiver.requests).toHaveLength(1);
  });

  it('returns the status of a response that never ends', async () => {
    const receiver = await receiverWith('endless');
    expect(await post(`${receiver.origin}/`)).toMatchObject({ responded: true, status: 200 });
  });

  it('returns Retry-After', async () => {
    const receiver = await receiverWith({ status: 503, headers: { 'Retry-After': '7' } });
    expect(await post(`${receiver.origin}/`)).toMatchObject({ status: 503, retry_after: '7' });
  });

  it('distinguishes a request that may have been received from one that was not sent', async () => {
    const [hanging, resetting] = [await receiverWith('hang'), await receiverWith('reset')];
    expect(await post(`${hanging.origin}/`, 50)).toEqual({ responded: false, code: 'http-timeout', sent: true });
    expect(await post(`${resetting.origin}/`)).toEqual({ responded: false, code: 'http-connection-reset', sent: true });
    const port = await findRefusingPort();
    const refused = { responded: false, code: 'http-connection-refused', sent: false };
    expect(await post(`http://127.0.0.1:${port}/`)).toEqual(refused);
  });

  it('does not count a hanging TLS handshake as a sent request', async () => {
    const server = await startHangingServer();
    open.push(server);
    expect(await post(`https://${server.place}/`, 50)).toEqual({ responded: false, code: 'http-timeout', sent: false });
  });

  it('has its own code for a peer that does not speak TLS', async () => {
    const receiver = await receiverWith(200);
    const outcome = await post(`https://${receiver.host}/`);
    expect(outcome).toEqual({ responded: false, code: 'http-tls-failed', sent: false });
  });
});

describe('parseRetryAfter', () => {
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
    // Invalid values are treated as a missing header.
    ['-5', null],
    ['1.5.2', null],
    ['soon', null],
    ['120 seconds', null],
    ['', null],
    ['99:99', null],
  ])('returns for %j: %j', (header, expected) => expect(parseRetryAfter(header, NOW)).toBe(expected));
});
