// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how the manifest names a variable

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Webhook } from '../../src/domain/index.ts';
import type { Io } from '../../src/lib/io.ts';
import { createConnectionPool } from '../../src/notify/webhook/connections.ts';
import { sendWebhook } from '../../src/notify/webhook/send.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { findRefusingPort, startTcpServer } from '../helpers/tls-server.ts';
import { createContext, createWebhook, RECEIVER_SETTINGS } from './context.ts';

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function openReceiver(
  answers: ReceiverResponse[],
  options?: Parameters<typeof startReceiver>[1],
): Promise<Receiver> {
  const receiver = await startReceiver(answers, options);
  open.push(receiver);
  return receiver;
}

/** Records waits instead of sleeping. */
function createIo(env: Io['env'] = {}): { io: Io; waits: number[] } {
  const waits: number[] = [];
  const io = {
    env,
    now: () => Date.parse('2026-05-18T12:00:00Z'),
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
  } as unknown as Io;
  return { io, waits };
}

async function send(changes: Partial<Webhook>, io: Io, root = '/') {
  const connections = createConnectionPool({ ...RECEIVER_SETTINGS, root }, { env: {} });
  try {
    return await sendWebhook(createWebhook(changes), createContext(), { io, connections });
  } finally {
    await connections.close();
  }
}

describe('the host of a webhook', () => {
  const env = {
    HOST: 'secret.example',
    PART: 'secret',
    PORT: '8443',
    LOGIN: 'me:secret-password',
    PATH_: 'secret/path',
  };

  it.each([
    ['https://hooks.example:8443/in', ' at hooks.example:8443'],
    ['https://hooks.example/${PATH_}', ' at hooks.example'],
    ['https://${LOGIN}@hooks.example/in', ' at hooks.example'],
    ['https://me:first@second@hooks.example/in', ' at hooks.example'],
    ['https://hooks.example/a@b', ' at hooks.example'],
    ['https://hooks.example?a@b', ' at hooks.example'],
    ['https://${HOST}/in', ''],
    ['https://${PART}.example/in', ''],
    ['https://hooks.${PART}.example/in', ''],
    ['https://hooks.example:${PORT}/in', ''],
    ['https://me@${HOST}/in', ''],
    ['https://a${b.example/in', ''],
    ['https://a${}.example/in', ''],
    ['https://a$b.example/in', ''],
  ])('is in failures unless it contains a variable: %s', async (url, shown) => {
    const { error } = await send({ url, ca_file: 'missing.pem' }, createIo(env).io);
    expect(error?.detail).toContain(`webhook "receiver"${shown}: ca_file missing.pem`);
    expect(error?.detail).not.toMatch(/secret|8443(?!: )/);
  });
});

describe('sendWebhook', () => {
  it('sends the rendered request', async () => {
    const receiver = await openReceiver([204]);
    const { io } = createIo();
    const headers = { 'X-Name': 'Käse {{ data.certificate }}' };
    const sent = await send(
      { url: `${receiver.origin}/in?a={{ data.status }}`, headers, body_template: '{"é": 1}' },
      io,
    );
    expect(sent).toEqual({
      status: 'sent',
      attempts: 1,
      error: null,
      doubt: null,
      outcome: { responded: true, status: 204, retry_after: null, body: '' },
    });
    expect(receiver.requests).toHaveLength(1);
    const [request] = receiver.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/in?a=critical', body: '{"é": 1}' });
    expect(Buffer.from(String(request?.headers['x-name']), 'latin1').toString()).toBe('Käse shop');
  });

  it.each<[string, ReceiverResponse[], string | null, number, number[]]>([
    ['200', [200], null, 1, []],
    ['an endless body', ['endless'], null, 1, []],
    ['503, then 200', [503, 200], null, 2, [1000]],
    ['a reset, then 200', ['reset', 200], null, 2, [1000]],
    ['500 forever', [500], 'http-server-error', 3, [1000, 3000]],
    ['429 forever', [429], 'http-rate-limited', 3, [1000, 3000]],
    ['429 with Retry-After', [{ status: 429, headers: { 'Retry-After': '2' } }, 200], null, 2, [2000]],
    [
      '503 with Retry-After as a date',
      [{ status: 503, headers: { 'Retry-After': 'Mon, 18 May 2026 12:00:05 GMT' } }, 200],
      null,
      2,
      [5000],
    ],
    [
      '429 with half a second of Retry-After',
      [{ status: 429, headers: { 'Retry-After': '0.5' } }, 200],
      null,
      2,
      [500],
    ],
    ['429 with a minute of Retry-After', [{ status: 429, headers: { 'Retry-After': '60' } }, 200], null, 2, [60_000]],
    [
      '429 with a Retry-After that is too long',
      [{ status: 429, headers: { 'Retry-After': '61' } }, 200],
      'http-rate-limited',
      1,
      [],
    ],
    ['400', [400], 'http-client-error', 1, []],
    ['404', [404], 'http-client-error', 1, []],
    ['a redirect', [{ status: 302, headers: { Location: 'http://127.0.0.1:9/' } }], 'http-redirect', 1, []],
    ['resets forever', ['reset'], 'http-connection-reset', 3, [1000, 3000]],
  ])('handles %s', async (_, answers, code, attempts, expectedWaits) => {
    const receiver = await openReceiver(answers);
    const { io, waits } = createIo();
    const sent = await send({ url: `${receiver.origin}/in` }, io);
    expect(sent).toMatchObject({ status: code === null ? 'sent' : 'failed', attempts });
    expect(sent.error?.code ?? null).toBe(code);
    expect(receiver.requests).toHaveLength(attempts);
    expect(waits).toEqual(expectedWaits);
    if (code !== null) expect(sent.error?.detail).toContain(`webhook "receiver" at ${receiver.host}`);
  });

  it('gives up on a receiver that hangs, and reports that it may have received the message', async () => {
    const receiver = await openReceiver(['hang']);
    const { io } = createIo();
    const sent = await send({ url: `${receiver.origin}/in`, timeout_seconds: 0.05 }, io);
    expect(sent).toMatchObject({ status: 'failed', attempts: 3, error: { code: 'http-timeout' } });
    expect(sent.error?.detail).toContain('the receiver may have received it');
  });

  it('reports that a request to a closed port was not sent', async () => {
    const { io } = createIo();
    const sent = await send({ url: `http://127.0.0.1:${await findRefusingPort()}/in` }, io);
    expect(sent).toMatchObject({ status: 'failed', attempts: 3, error: { code: 'http-connection-refused' } });
    expect(sent.error?.detail).not.toContain('may have received');
  });

  it('reports a receiver that does not speak HTTP', async () => {
    const server = await startTcpServer((socket) => socket.end('220 mail.example.com ESMTP\r\n'));
    open.push(server);
    const sent = await send({ url: `http://${server.location}/in` }, createIo().io);
    expect(sent.status).toBe('failed');
    expect(sent.error?.code).toMatch(/^http-(failed|connection-reset)$/);
  });

  it('shows neither a host from a variable nor a response', async () => {
    const receiver = await openReceiver([{ status: 400, body: 'token abcdefgh is wrong' }]);
    const { io } = createIo({ URL: `${receiver.origin}/abcdefgh` });
    const sent = await send({ url: '${URL}' }, io);
    expect(sent.error?.detail).toContain('with status 400');
    expect(sent.error?.detail).not.toMatch(/127\.0\.0\.1|abcdefgh/);
  });

  it('sends nothing if rendering fails', async () => {
    const receiver = await openReceiver([200]);
    const sent = await send({ url: `${receiver.origin}/in`, body_template: '{"a": ' }, createIo().io);
    expect(sent).toMatchObject({ status: 'failed', attempts: 0, error: { code: 'template-not-json' } });
    expect(receiver.requests).toEqual([]);
  });
});

describe('TLS', () => {
  const DAY = 86_400_000;

  /** `from` and `to` are days from now. */
  it.each([
    ['an expired certificate', { from: -9, to: -1, ca: true }, true, 'has expired'],
    ['a certificate that is not valid yet', { from: 1, to: 9, ca: true }, true, 'is not valid yet'],
    ['a self-signed certificate', { from: -1, to: 9, ca: true }, false, 'is self-signed'],
    ['another name', { from: -1, to: 9, ca: true, sans: ['other.test'] }, true, 'is for another host name'],
  ])('fails because of %s, and names only this cause', async (_, made, isTrusted, cause) => {
    const { from, to, ca, sans = ['127.0.0.1'] } = { sans: undefined, ...made };
    const [notBefore, notAfter] = [new Date(Date.now() + from * DAY), new Date(Date.now() + to * DAY)];
    const certificate = await createCertificate({ commonName: 'receiver.test', sans, notBefore, notAfter, ca });
    const tls = { key: certificate.privateKeyPem, cert: certificate.certificate };
    const receiver = await openReceiver([200], { tls });
    const root = await mkdtemp(join(tmpdir(), 'certvigil-'));
    open.push({ close: () => rm(root, { recursive: true }) });
    await writeFile(join(root, 'ca.pem'), certificate.certificate);
    const ca_file = isTrusted ? 'ca.pem' : null;
    const { error } = await send({ url: `${receiver.origin}/in`, ca_file }, createIo().io, root);
    expect(error?.code).toBe('http-tls-failed');
    expect(error?.detail).toContain(`the certificate of the server ${cause}.`);
    expect(error?.detail).not.toContain('untrusted, expired or');
  });

  it('is verified with ca_file, and verification can be disabled', async () => {
    const day = 86_400_000;
    const [notBefore, notAfter] = [new Date(Date.now() - day), new Date(Date.now() + day)];
    const made = await createCertificate({
      commonName: 'receiver.test',
      sans: ['127.0.0.1'],
      notBefore,
      notAfter,
      ca: true,
    });
    const receiver = await openReceiver([200], { tls: { key: made.privateKeyPem, cert: made.certificate } });
    const root = await mkdtemp(join(tmpdir(), 'certvigil-'));
    open.push({ close: () => rm(root, { recursive: true }) });
    await writeFile(join(root, 'ca.pem'), made.certificate);
    await writeFile(join(root, 'marked.pem'), `\uFEFF${made.certificate}`);
    execFileSync('mkfifo', [join(root, 'pipe.pem')]);
    const sendTo = (changes: Partial<Webhook>) =>
      send({ url: `${receiver.origin}/in`, ...changes }, createIo().io, root);

    expect(await sendTo({})).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'http-tls-failed' } });
    expect(await sendTo({ ca_file: 'ca.pem' })).toMatchObject({ status: 'sent' });
    expect(await sendTo({ ssl_verification: false })).toMatchObject({ status: 'sent' });
    expect(await sendTo({ ca_file: 'marked.pem' })).toMatchObject({ status: 'sent' });
    for (const [ca_file, problem] of [
      ['missing.pem', 'does not exist'],
      ['pipe.pem', 'is not a file'],
    ] as const) {
      expect(await sendTo({ ca_file })).toMatchObject({
        attempts: 0,
        error: { code: 'ca-file-unreadable', detail: expect.stringContaining(`ca_file ${ca_file} ${problem}`) },
      });
    }
  });
});

describe('a response of a known receiver', () => {
  it.each([
    ['slack', 404, 'no_service', 'Slack does not know this webhook'],
    ['slack', 410, '', 'The channel of this webhook was archived'],
    ['teams', 403, '', 'The flow does not accept this request'],
    ['teams', 410, '', 'This connector was retired'],
    ['discord', 404, '', 'Discord does not know this webhook'],
    [null, 404, '', 'Inspect it with "certvigil render"'],
  ] as const)('explains the failure of a delivery: %s, %i %s', async (preset, status, body, advice) => {
    const receiver = await openReceiver([{ status, body }]);
    const { error } = await send({ url: `${receiver.origin}/in`, preset }, createIo().io);
    expect(error?.code).toBe('http-client-error');
    expect(error?.detail).toContain(`rejected the request with status ${status}. ${advice}`);
    if (body !== '') expect(error?.detail).not.toContain(body);
  });
});
