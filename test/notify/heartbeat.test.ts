import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { createPing, sendHeartbeat } from '../../src/notify/heartbeat.ts';
import { startHealthchecks, startUptimeKuma } from '../helpers/monitors.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';

let monitor: Receiver | null = null;
afterEach(() => monitor?.close());

const KEY = 'ping-key-0123456789';

const UP = { isUp: true, text: '2 entries, 2 locations: all read, all alerts delivered.' };
const DOWN = { isUp: false, text: '1 of 2 entries has never been read (shop), all alerts delivered.' };
const IO = { now: () => 0, sleep: () => Promise.resolve(), mask: (text: string) => text };

const RULES = { deny: [] as string[], allow: [] as string[], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy };

/** Pings a monitor that responds like this. Returns the failure, and the requests of the monitor. */
async function pingWith(
  answers: ReceiverResponse[],
  path = `/ping/\${PING_KEY}`,
  env: Record<string, string> = { PING_KEY: KEY },
  rules = RULES,
) {
  monitor = await startReceiver(answers);
  const variables = { PING_KEY: { file: 'certvigil.yaml', line: 3, column: 18 } };
  const io = { env, ...IO };
  const problem = await sendHeartbeat({ url: `${monitor.origin}${path}`, variables }, UP, rules, io);
  return { problem, requests: monitor.requests };
}

describe('a heartbeat', () => {
  it('sends one GET without a body, with variables resolved', async () => {
    const { problem, requests } = await pingWith([200]);
    expect(problem).toBeNull();
    expect(requests).toMatchObject([{ method: 'GET', path: `/ping/${KEY}`, body: '' }]);
    expect(requests[0]?.headers['user-agent']).toMatch(/^certvigil\//);
  });

  it('retries temporary failures only', async () => {
    expect(await pingWith([503, 'reset', 204])).toMatchObject({ problem: null, requests: { length: 3 } });
    await monitor?.close();
    expect((await pingWith([404])).requests).toHaveLength(1);
  });

  it.each<[ReceiverResponse[], string, string]>([
    [[404], 'heartbeat-refused', 'with status 404'],
    [[500], 'http-server-error', 'with status 500'],
    [[429], 'http-rate-limited', 'status 429'],
    [[{ status: 301, headers: { location: '/elsewhere' } }], 'http-redirect', 'with status 301'],
    [['reset'], 'http-connection-reset', 'was closed'],
  ])('reports %j as %s, without the secret', async (answers, code, words) => {
    const { problem } = await pingWith(answers);
    expect(problem?.code).toBe(code);
    expect(problem?.detail).toMatch(/^settings\.heartbeat_url: /);
    expect(problem?.detail).toContain(words);
    expect(problem?.detail).not.toContain(KEY);
  });

  it('is not sent if a variable is unset, and reports its line', async () => {
    const { problem, requests } = await pingWith([200], undefined, {});
    expect(problem?.code).toBe('variable-unset');
    expect(problem?.detail).toContain('PING_KEY} (certvigil.yaml:3)');
    expect(requests).toEqual([]);
  });

  it('is not sent to a denied address', async () => {
    const { problem, requests } = await pingWith([200], undefined, undefined, { ...RULES, deny: ['127.0.0.0/8'] });
    expect(problem?.code).toBe('http-denied');
    expect(requests).toEqual([]);
    const { problem: none } = await pingWith([200], undefined, undefined, {
      ...RULES,
      deny: ['127.0.0.0/8'],
      allow: ['127.0.0.1'],
    });
    expect(none).toBeNull();
  });

  it('is not sent to an invalid URL', async () => {
    const io = { env: { ALL: 'not a url' }, ...IO };
    expect(await sendHeartbeat({ url: `\${ALL}`, variables: {} }, UP, RULES, io)).toMatchObject({
      code: 'url-invalid',
      detail: expect.stringMatching(/: with the value of \$\{ALL\}, the URL is not/),
    });
  });
});

const UUID = '0b5e6f0a-8c1d-4f6e-9a57-3d2c1b0a9f8e';

describe('a monitor that responds with the status 200', () => {
  const KUMA = '/api/push/T0ken';
  const CHECK = `/ping/${UUID}`;
  const find = async (path: string, body: string) => (await pingWith([{ status: 200, body }], path)).problem?.code;

  it.each([
    ['OK (not found)', CHECK],
    ['OK (rate limited)\n', `${CHECK}/`],
    ['{"ok":false,"msg":"Monitor not found or not active."}', KUMA],
  ])('has ignored the ping if it says so: %j', async (body, path) => {
    expect(await find(path, body)).toBe('heartbeat-ignored');
  });

  it.each([
    ['OK', CHECK],
    ['', CHECK],
    ['{"ok":true}', KUMA],
    ['OK (not found)', KUMA],
    ['{"ok":false}', CHECK],
    ['OK (not found)', '/beat'],
  ])('has got the ping otherwise: %j at %s', async (body, path) => {
    expect(await find(path, body)).toBeUndefined();
  });
});

describe('a monitor that knows failures', () => {
  it.each([
    ['Healthchecks, by the UUID of a check', () => startHealthchecks(`/ping/${UUID}`)],
    ['Healthchecks, by a slug', () => startHealthchecks('/ping/fqOOd6-F4MMNuCEnzTU01w/certvigil')],
    ['Uptime Kuma', () => startUptimeKuma('UuIlkPpL0J')],
  ])('%s gets the state and the reason', async (_, start) => {
    await using monitor = await start().then((one) => Object.assign(one, { [Symbol.asyncDispose]: one.close }));
    const ping = (result: typeof UP) =>
      sendHeartbeat({ url: monitor.url, variables: {} }, result, RULES, { env: {}, ...IO });
    const states = [];
    for (const result of [UP, DOWN, DOWN, UP]) {
      expect(await ping(result)).toBeNull();
      states.push(monitor.state());
    }
    expect(states).toEqual(['up', 'down', 'down', 'up']);
    expect(monitor.texts).toEqual([UP.text, DOWN.text, DOWN.text, UP.text]);
    expect(monitor.requests).toHaveLength(4);
  });

  it('gets no secret', async () => {
    await using monitor = await startUptimeKuma('T0ken').then((one) =>
      Object.assign(one, { [Symbol.asyncDispose]: one.close }),
    );
    const mask = (text: string) => text.replaceAll('shop', '***');
    await sendHeartbeat({ url: monitor.url, variables: {} }, DOWN, RULES, { env: {}, ...IO, mask });
    expect(monitor.texts).toEqual(['1 of 2 entries has never been read (***), all alerts delivered.']);
  });
});

describe('the request of a ping', () => {
  const list = (url: string, { isUp } = DOWN) => {
    const ping = createPing(new URL(url), { isUp, text: 'Why.' });
    return ping === null ? null : `${ping.method} ${ping.url} ${ping.body ?? ''}`.trimEnd();
  };

  it.each([
    [`https://hc-ping.com/${UUID}`, `POST https://hc-ping.com/${UUID}/fail Why.`],
    [`https://hc-ping.com/${UUID}/`, `POST https://hc-ping.com/${UUID}/fail Why.`],
    [
      'https://hc-ping.com/fqOOd6-F4MMNuCEnzTU01w/scan?create=1',
      'POST https://hc-ping.com/fqOOd6-F4MMNuCEnzTU01w/scan/fail?create=1 Why.',
    ],
    [`https://checks.example/ping/${UUID}`, `POST https://checks.example/ping/${UUID}/fail Why.`],
    [
      'https://kuma.example/api/push/T0ken?status=up&msg=OK&ping=',
      'GET https://kuma.example/api/push/T0ken?status=down&msg=Why.&ping=',
    ],
    [
      'https://kuma.example/status/api/push/T0ken',
      'GET https://kuma.example/status/api/push/T0ken?status=down&msg=Why.',
    ],
  ])('of a failure to %s', (url, expected) => {
    expect(list(url)).toBe(expected);
  });

  it.each([
    'https://monitor.example/beat',
    `https://monitor.example/${UUID}`,
    'https://monitor.example/ping/my-key',
    'https://kuma.example/api/push/',
  ])('to %s is a plain GET, and none after a failure', (url) => {
    expect([list(url, UP), list(url)]).toEqual([`GET ${url}`, null]);
  });
});
