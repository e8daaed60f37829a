import { afterEach, describe, expect, it } from 'vitest';
import { openHttpClient, sendRequest } from '../../src/lib/http/client.ts';
import { parseRetryAfter } from '../../src/lib/http/headers.ts';
import { lookupWithSystem } from '../../src/lib/network/guarded-access.ts';
import { DIRECT } from '../../src/lib/network/proxy.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { findRefusingPort, startHangingServer, startTcpServer } from '../helpers/tls-server.ts';

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function receiverWith(...answers: ReceiverResponse[]): Promise<Receiver> {
  const receiver = await startReceiver(answers);
  open.push(receiver);
  return receiver;
}

const network = { lookup: lookupWithSystem, isPermitted: () => true, proxies: DIRECT };

const post = (url: string, timeout_ms = 5_000) =>
  sendRequest(
    { method: 'POST', url, headers: { 'X-A': 'b' }, body: 'é' },
    { timeout_ms, verify: true, ca: null, network },
  );

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

  const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
  const EARLY_HINTS = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nX: HTTP/1.1 500\r\n\r\n';
  it.each<[what: string, parts: string[]]>([
    ['100 Continue', [`${CONTINUE}HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n`]],
    ['100 Continue in a packet of its own', [CONTINUE, 'HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n']],
    [
      'many interim responses',
      [CONTINUE + EARLY_HINTS + CONTINUE, `${CONTINUE}HTTP/1.1 201 x\r\nContent-Length: 0\r\n\r\n`],
    ],
    ['single bytes', [...`${CONTINUE}${EARLY_HINTS}HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n`]],
    ['102 Processing with bare line feeds', ['HTTP/1.0 102 x\n\n', 'HTTP/1.1 201 x\r\nContent-Length: 0\r\n\r\n']],
  ])('skips interim responses: %s', async (_, parts) => {
    const server = await startTcpServer((socket) => {
      socket.setNoDelay();
      socket.once('data', async () => {
        for (const part of parts) await new Promise<void>((resolve) => void socket.write(part, () => resolve()));
      });
    });
    open.push(server);
    expect(await post(`http://${server.location}/`)).toMatchObject({ responded: true, status: 201 });
  });

  it('reads a body that looks like an interim response, and the next response on the same connection', async () => {
    const body = `${CONTINUE}HTTP/1.1 100 x`;
    const answer = `${CONTINUE}HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`;
    let connections = 0;
    const server = await startTcpServer((socket) => {
      connections += 1;
      socket.on('data', (chunk) => {
        // The last byte of the request.
        if (chunk.toString().endsWith('x')) socket.write(answer, () => socket.write(body));
      });
    });
    open.push(server);
    const client = openHttpClient({ timeout_ms: 5_000, verify: true, ca: null, network });
    open.push(client);
    const request = { method: 'POST', url: `http://${server.location}/`, headers: {}, body: 'x' };
    for (let round = 0; round < 3; round += 1) {
      const options = { timeout_ms: 5_000, max_body_bytes: 1_000 };
      expect(await client.send(request, options)).toMatchObject({ status: 200, body });
    }
    // The client may open another one before the first is free, so one of them is used twice.
    expect(connections).toBeLessThan(3);
  });

  it.each([
    ['only interim responses', CONTINUE.repeat(3)],
    ['a part of one', CONTINUE.slice(0, 11)],
    ['no end of one', `${CONTINUE.slice(0, -2)}X: ${'x'.repeat(100_000)}`],
  ])('fails after %s', async (_, text) => {
    const server = await startTcpServer((socket) => socket.once('data', () => socket.end(text)));
    open.push(server);
    expect(await post(`http://${server.location}/`)).toMatchObject({ responded: false, sent: true });
  });

  it('connects to permitted addresses only', async () => {
    const receiver = await receiverWith(200);
    const port = receiver.host.split(':')[1];
    const send = (host: string, allowed: string) => {
      const guarded = {
        proxies: DIRECT,
        lookup: async () => ['127.0.0.2', '127.0.0.1'],
        isPermitted: (one: string) => one === allowed,
      };
      const request = { method: 'GET', url: `http://${host}:${port}/`, headers: {}, body: null };
      return sendRequest(request, { timeout_ms: 5_000, verify: true, ca: null, network: guarded });
    };
    expect(await send('both.example', '127.0.0.1')).toMatchObject({ status: 200 });
    expect(await send('none.example', '127.0.0.3')).toEqual({
      responded: false,
      code: 'http-denied',
      sent: false,
      denied: ['127.0.0.2', '127.0.0.1'],
    });
    expect(await send('127.0.0.1', '127.0.0.3')).toMatchObject({ code: 'http-denied', denied: ['127.0.0.1'] });
    expect(await send('[::1]', '127.0.0.3')).toMatchObject({ code: 'http-denied', denied: ['::1'] });
    expect(receiver.requests).toHaveLength(1);
  });

  it('does not count a hanging TLS handshake as a sent request', async () => {
    const server = await startHangingServer();
    open.push(server);
    expect(await post(`https://${server.location}/`, 50)).toEqual({
      responded: false,
      code: 'http-timeout',
      sent: false,
    });
  });

  it('has its own code for a peer that does not speak TLS', async () => {
    const receiver = await receiverWith(200);
    const outcome = await post(`https://${receiver.host}/`);
    expect(outcome).toEqual({ responded: false, code: 'http-tls-failed', sent: false, tls: 'not-tls' });
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
