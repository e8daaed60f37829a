import { afterEach, describe, expect, it } from 'vitest';
import { sendHeartbeat } from '../../src/notify/heartbeat.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';

let monitor: Receiver | null = null;
afterEach(() => monitor?.close());

const KEY = 'ping-key-0123456789';

const RULES = { deny: [] as string[], allow: [] as string[] };

/** Pings a monitor that responds like this. Returns the failure, and the requests of the monitor. */
async function pingWith(
  answers: ReceiverResponse[],
  path = `/ping/\${PING_KEY}`,
  env: Record<string, string> = { PING_KEY: KEY },
  rules = RULES,
) {
  monitor = await startReceiver(answers);
  const variables = { PING_KEY: { file: 'certvigil.yaml', line: 3, column: 18 } };
  const io = { env, now: () => 0, sleep: () => Promise.resolve() };
  const problem = await sendHeartbeat({ url: `${monitor.origin}${path}`, variables }, rules, io);
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
    const { problem, requests } = await pingWith([200], undefined, undefined, { deny: ['127.0.0.0/8'], allow: [] });
    expect(problem?.code).toBe('http-denied');
    expect(requests).toEqual([]);
    const { problem: none } = await pingWith([200], undefined, undefined, {
      deny: ['127.0.0.0/8'],
      allow: ['127.0.0.1'],
    });
    expect(none).toBeNull();
  });

  it('is not sent to an invalid URL', async () => {
    const io = { env: { ALL: 'not a url' }, now: () => 0, sleep: () => Promise.resolve() };
    expect(await sendHeartbeat({ url: `\${ALL}`, variables: {} }, RULES, io)).toMatchObject({ code: 'url-invalid' });
  });
});
