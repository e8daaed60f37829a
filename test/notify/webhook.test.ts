// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how the manifest names a variable

import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Webhook } from '../../src/domain/index.ts';
import type { Io } from '../../src/lib/io.ts';
import { VERSION } from '../../src/lib/version.ts';
import { createConnectionPool } from '../../src/notify/webhook/connections.ts';
import { renderRequest, sendWebhook } from '../../src/notify/webhook/send.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { startTcpServer } from '../helpers/tls-server.ts';
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

function renderWith(changes: Partial<Webhook>, env: Io['env'] = {}, data = {}) {
  return renderRequest(createWebhook(changes), createContext(data), { env, reveal: true });
}

function renderOrThrow(changes: Partial<Webhook>, env: Io['env'] = {}, data = {}) {
  const result = renderWith(changes, env, data);
  if (!result.ok) throw new Error(result.failure.detail);
  return result.request;
}

function renderFailure(changes: Partial<Webhook>, env: Io['env'] = {}, data = {}) {
  const result = renderWith(changes, env, data);
  if (result.ok) throw new Error('it rendered');
  return result.failure;
}

describe('renderRequest', () => {
  it('sends the whole context as JSON by default, without secrets', () => {
    const request = renderOrThrow({ secrets: { key: '${KEY}' } }, { KEY: 'hidden-value' });
    expect(JSON.parse(request.body ?? '')).toEqual(JSON.parse(JSON.stringify(createContext())));
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://hooks.example/in',
      headers: { 'Content-Type': 'application/json', 'User-Agent': `certvigil/${VERSION}` },
    });
  });

  it('provides the variables of a NetBox webhook', () => {
    const body_template =
      '{{ event }}|{{ timestamp }}|{{ object_type }}|{{ model }}|{{ username }}|{{ request_id }}|{{ data.certificate }}|{{ snapshots.prechange }}';
    expect(renderOrThrow({ content_type: 'text/plain', body_template }).body).toBe(
      'certificate.expiry_warning|2026-05-18T12:00:00Z|certvigil.certificate|certificate|None|scan-1|shop|None',
    );
  });

  it('signs the encoded body', () => {
    const request = renderOrThrow(
      { secret: '${KEY}', body_template: '{"cn": "{{ data.common_name }}"}' },
      { KEY: 'k' },
      { common_name: 'é😀' },
    );
    const expected = createHmac('sha512', 'k').update(Buffer.from('{"cn": "é😀"}', 'utf8')).digest('hex');
    expect(request.headers['X-Hook-Signature']).toBe(expected);
  });

  it('lets configured headers override its own, ignoring case, except for the signature', () => {
    const headers = { 'user-agent': 'mine', 'CONTENT-TYPE': 'text/x', 'x-hook-signature': 'forged' };
    const request = renderOrThrow({ headers, secret: 's' });
    const names = Object.keys(request.headers).map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(request.headers).toMatchObject({ 'user-agent': 'mine', 'CONTENT-TYPE': 'text/x' });
    expect(request.headers['X-Hook-Signature']).toMatch(/^[0-9a-f]{128}$/);
  });

  it('marks a test with a header', () => {
    expect(renderOrThrow({}, {}, { test: true }).headers['X-Certvigil-Test']).toBe('1');
    expect(renderOrThrow({}).headers).not.toHaveProperty('X-Certvigil-Test');
  });

  it('sends no body with GET', () => {
    const request = renderOrThrow({ method: 'GET', body_template: '{}' });
    expect(request.body).toBeNull();
    expect(request.headers).not.toHaveProperty('Content-Type');
  });

  it('moves user and password from the URL into the Authorization header', () => {
    const request = renderOrThrow({ url: 'https://me:${PASSWORD}@hooks.example/in' }, { PASSWORD: 'p%40ss' });
    expect(request.url).toBe('https://hooks.example/in');
    expect(request.headers.Authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });
});

describe('variables', () => {
  const env = { URL: 'https://hooks.example/T0/B0\n', TOKEN: 'abc$&def\r\n' };

  it('are resolved after rendering, without trailing line breaks', () => {
    const request = renderOrThrow({ url: '${URL}', headers: { Authorization: 'Bearer ${TOKEN}' } }, env);
    expect(request.url).toBe('https://hooks.example/T0/B0');
    expect(request.headers.Authorization).toBe('Bearer abc$&def');
  });

  it('are not resolved in text from a certificate', () => {
    const changes = {
      url: 'https://hooks.example/{{ data.common_name }}',
      headers: { 'X-Name': '{{ data.common_name }} {{ data.common_name | upper }}', 'X-Token': '{{ secrets.token }}' },
      secrets: { token: '${TOKEN}' },
      body_template: '{"cn": "{{ data.common_name }}", "t": "{{ secrets.token }}"}',
    };
    const request = renderOrThrow(changes, env, { common_name: '${TOKEN}' });
    expect(request.headers).toMatchObject({ 'X-Name': '${TOKEN} ${TOKEN}', 'X-Token': 'abc$&def' });
    expect(request.url).toBe('https://hooks.example/%24%7BTOKEN%7D');
    expect(JSON.parse(request.body ?? '')).toEqual({ cn: '${TOKEN}', t: 'abc$&def' });
  });

  it.each([
    ['url', { url: '${NAME}' }],
    ['a header', { headers: { 'X-A': '${NAME}' } }],
    ['secrets', { secrets: { a: '${NAME}' } }],
    ['secret', { secret: '${NAME}' }],
  ])('fail the delivery if unset or empty, and are named: %s', (_, changes) => {
    const variables = { NAME: { file: 'certvigil.yaml', line: 12, column: 3 } };
    for (const env of [{}, { NAME: '' }, { NAME: '\n' }]) {
      const { code, detail } = renderFailure({ ...changes, variables }, env);
      expect(code).toBe('variable-unset');
      expect(detail).toContain('webhook "receiver": ${NAME} (certvigil.yaml:12) is not set or is empty');
    }
  });

  it('never resolve to variables of the runner', () => {
    expect(renderFailure({ url: 'https://hooks.example/${GITHUB_TOKEN}' }, { GITHUB_TOKEN: 'x' }).code).toBe(
      'variable-unset',
    );
  });

  it('are shown as ***, like secrets, if nothing may be revealed', () => {
    const webhook = createWebhook({
      url: '${URL}/{{ data.certificate }}',
      headers: { Authorization: 'Bearer ${TOKEN}' },
      secrets: { key: '${KEY}' },
      secret: '${SIGNING}',
      body_template: '{"key": "{{ secrets.key }}"}',
    });
    const result = renderRequest(webhook, createContext(), { env: { TOKEN: 'abc' }, reveal: false });
    expect(result).toMatchObject({ ok: true });
    if (!result.ok) return;
    expect(result.request.url).toBe('***/shop');
    expect(result.request.headers).toMatchObject({ Authorization: 'Bearer ***', 'X-Hook-Signature': '***' });
    expect(result.request.body).toBe('{"key": "***"}');
  });
});

describe('untrusted text', () => {
  it.each([
    ['https://hooks.example/in?cn={{ data.common_name }}', 'a&b=c#d', 'https://hooks.example/in?cn=a%26b%3Dc%23d'],
    ['https://hooks.example/{{ data.common_name }}/x', 'a/../b', 'https://hooks.example/a%2F..%2Fb/x'],
    ['https://hooks.example/{{ data.common_name | urlencode }}', 'a b', 'https://hooks.example/a%20b'],
    ['https://hooks.example/{{ data.common_name | safe }}', '@evil', 'https://hooks.example/%40evil'],
    ['https://hooks.example/{{ data.common_name }}', '\ud800', 'https://hooks.example/%5Cu%7Bd800%7D'],
    ['https://hooks.example/{{ data.common_name }}', 'a\nb', 'https://hooks.example/a%5Cu%7Ba%7Db'],
    ['https://hooks.example:8443?{{ data.days_remaining }}', '', 'https://hooks.example:8443/?13'],
  ])('is encoded in the URL %s: %j', (url, common_name, expected) => {
    expect(renderOrThrow({ url }, {}, { common_name }).url).toBe(expected);
  });

  it.each([
    ['{{ data.common_name }}', 'url-authority-templated'],
    ['{{ "https" }}://hooks.example/', 'url-authority-templated'],
    ['https://{{ data.common_name }}/in', 'url-authority-templated'],
    ['https://hooks.example{{ data.common_name }}', 'url-authority-templated'],
    ['https://hooks.example\\{{ data.common_name }}', 'url-authority-templated'],
    ['https://hooks.example:{{ data.key_size }}/', 'url-authority-templated'],
    ['${HOST}{{ data.common_name }}', 'url-authority-templated'],
    ['ftp://hooks.example/', 'url-invalid'],
    ['not a url', 'url-invalid'],
    ['https://hooks.example/a/{{ ".." }}/b', 'url-dot-segment'],
  ])('cannot change the host of %s', (url, code) => {
    const failure = renderFailure({ url }, { HOST: 'https://hidden.example' });
    expect(failure.code).toBe(code);
    expect(failure.detail).not.toContain('hidden');
  });

  it.each(['a\r\nX-Evil: 1', 'a\nb', 'a\rb', 'a\0b', 'a\x7fb'])('cannot inject a header with %j', (text) => {
    const fromCertificate = renderOrThrow(
      { headers: { 'X-Name': '{{ data.common_name }}' } },
      {},
      { common_name: text },
    );
    expect(fromCertificate.headers['X-Name']).toMatch(/^a\\u\{[\da-f]+\}\S.*$/);
    const { code, detail } = renderFailure({ headers: { 'X-Name': '{{ data.owner }}' } }, {}, { owner: text });
    expect(code).toBe('header-injection');
    expect(detail).toContain('webhook "receiver": header X-Name: ');
  });

  it('a header of the HTTP client cannot be set', () => {
    expect(renderFailure({ headers: { 'Transfer-Encoding': 'chunked' } }).code).toBe('header-refused');
  });
});

async function send(changes: Partial<Webhook>, io: Io, root = '/') {
  const connections = createConnectionPool({ ...RECEIVER_SETTINGS, root });
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
      outcome: { responded: true, status: 204, retry_after: null, body: null },
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
    const receiver = await startReceiver();
    await receiver.close();
    const { io } = createIo();
    const sent = await send({ url: `${receiver.origin}/in` }, io);
    expect(sent).toMatchObject({ status: 'failed', attempts: 3, error: { code: 'http-connection-refused' } });
    expect(sent.error?.detail).not.toContain('may have received');
  });

  it('reports a receiver that does not speak HTTP', async () => {
    const server = await startTcpServer((socket) => socket.end('220 mail.example.com ESMTP\r\n'));
    open.push(server);
    const sent = await send({ url: `http://${server.place}/in` }, createIo().io);
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
