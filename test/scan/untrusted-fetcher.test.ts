import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { NetworkPolicy } from '../../src/domain/index.ts';
import type { Io } from '../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { createAddressPolicy, createPublicAddressPolicy } from '../../src/lib/network/address-policy.ts';
import { createUntrustedFetcher, type UntrustedResponse } from '../../src/scan/http/untrusted-fetcher.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { findRefusingPort } from '../helpers/tls-server.ts';

const io = { env: {}, now: () => 0, sleep: async () => {} } as Partial<Io> as Io;

const LOOPBACK = ['127.0.0.0/8'];

const servers: Receiver[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(...answers: ReceiverResponse[]): Promise<Receiver> {
  const server = await startReceiver(answers);
  servers.push(server);
  return server;
}

interface Way {
  network?: Partial<NetworkPolicy>;
  timeout_seconds?: number;
  max_seconds?: number;
  headers?: Record<string, string>;
  persistent?: boolean;
}

async function fetch(urls: readonly string[], way: Way = {}): Promise<UntrustedResponse[]> {
  const { network, headers = {}, persistent = false, timeout_seconds = 5, max_seconds = 60 } = way;
  const policy = { deny: [], allow: LOOPBACK, dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy, ...network };
  const options = {
    root: '/',
    concurrency: 10,
    timeout_seconds,
    max_seconds,
    kind: 'revocation' as const,
    network: policy,
  };
  const fetcher = createUntrustedFetcher(io, options);
  try {
    return await Promise.all(urls.map((url) => fetcher.fetch(url, { headers, retry: persistent, max_mebibytes: 1 })));
  } finally {
    fetcher.close();
  }
}

const formatBody = (answer: UntrustedResponse | undefined) =>
  answer && 'body' in answer ? answer.body?.toString() : answer;

describe('an untrusted URL', () => {
  it('is fetched once', async () => {
    const server = await serve({ status: 200, body: 'list' });
    const answers = await fetch([server.origin, server.origin, server.origin]);
    expect(answers.map(formatBody)).toEqual(['list', 'list', 'list']);
    expect(server.requests).toHaveLength(1);
  });

  it('is followed through redirects', async () => {
    const target = await serve({ status: 200, body: 'list' });
    const server = await serve({ status: 302, headers: { location: `${target.origin}/list` } });
    expect((await fetch([server.origin])).map(formatBody)).toEqual(['list']);
  });

  it.each([
    ['once', false, 1],
    ['again after transient errors if requested', true, 3],
  ])('is fetched %s', async (_, persistent, times) => {
    const server = await serve(500, 503, { status: 200, body: 'list' });
    const [answer] = await fetch([server.origin], { persistent });
    expect(formatBody(answer)).toEqual(persistent ? 'list' : expect.objectContaining({ code: 'url-server-error' }));
    expect(server.requests).toHaveLength(times);
  });

  it('is not accepted with 304 without a condition', async () => {
    const server = await serve(304);
    expect(await fetch([server.origin])).toEqual([
      { code: 'url-unexpected-status', why: expect.stringContaining('304') },
    ]);
    const [answer] = await fetch([server.origin], { headers: { 'if-none-match': '"1"' } });
    expect(answer).toMatchObject({ body: null });
  });

  it('is fetched without its credentials', async () => {
    const server = await serve({ status: 200, body: 'list' });
    await fetch([server.origin.replace('//', '//user:password@')]);
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['hang', 'url-timeout'],
    ['endless', 'url-too-large'],
    ['reset', 'url-closed'],
    [404, 'url-not-found'],
    [403, 'url-forbidden'],
    [503, 'url-server-error'],
    [{ status: 200, body: 'x'.repeat(1024 * 1024 + 1) }, 'url-too-large'],
    [{ status: 302, headers: { location: 'file:///etc/passwd' } }, 'url-redirect-refused'],
    [{ status: 302, headers: { location: 'http://169.254.169.254/' } }, 'url-denied'],
    [{ status: 302, headers: { location: 'http://10.0.0.1/' } }, 'url-denied'],
    [{ status: 302, headers: { location: 'http://[::ffff:10.0.0.1]/' } }, 'url-denied'],
  ] as [ReceiverResponse, string][])('that fails has a code (%#)', async (answer, code) => {
    const server = await serve(answer);
    expect(await fetch([server.origin], answer === 'hang' ? { timeout_seconds: 0.3 } : {})).toMatchObject([{ code }]);
  });

  it.each([
    ['ldap://127.0.0.1/', 'url-invalid'],
    ['no URL', 'url-invalid'],
    ['http://localhost.invalid/', 'url-name-not-found'],
  ])('%s is %s', async (url, code) => {
    expect(await fetch([url])).toMatchObject([{ code }]);
  });

  it('that refuses connections is reported', async () => {
    expect(await fetch([`http://127.0.0.1:${await findRefusingPort()}/`])).toMatchObject([{ code: 'url-refused' }]);
  });

  it('is not fetched at a non-public address, unless that is allowed', async () => {
    const server = await serve({ status: 200, body: 'list' });
    const named = server.origin.replace('127.0.0.1', 'localhost');
    const answers = await fetch([server.origin, named], { network: { allow: [] } });
    expect(answers).toMatchObject([{ code: 'url-denied' }, { code: 'url-denied' }]);
    expect(server.connections()).toBe(0);
    expect((await fetch([named])).map(formatBody)).toEqual(['list']);
  });

  it('is not fetched after the total timeout', async () => {
    const server = await serve({ status: 200, body: 'list' });
    expect(await fetch([server.origin], { max_seconds: 0 })).toMatchObject([{ code: 'url-timeout' }]);
    expect(server.connections()).toBe(0);
  });
});

describe('the addresses of untrusted URLs', () => {
  const permits = createPublicAddressPolicy({ deny: [], allow: [] });

  it.each(['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '100.64.0.1', '0.0.0.0', '224.0.0.1', '::1', '::'])(
    'are not %s',
    (address) => expect(permits(address)).toBe(false),
  );

  it.each(['fd00::1', 'fe80::1', '::ffff:127.0.0.1', '::ffff:a00:1', '64:ff9b::a00:1', '2002:a00:1::', 'ff02::1'])(
    'are not %s',
    (address) => expect(permits(address)).toBe(false),
  );

  it.each(['1.1.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])('are %s', (address) => {
    expect(permits(address)).toBe(true);
  });

  it('are permitted for scans too, and can be allowed', () => {
    const usual = createAddressPolicy({ deny: [], allow: [] });
    const allowed = createPublicAddressPolicy({ deny: [], allow: ['10.0.0.0/8'] });
    fc.assert(fc.property(fc.ipV4(), (address) => void expect(!permits(address) || usual(address)).toBe(true)));
    fc.assert(fc.property(fc.ipV6(), (address) => void expect(!permits(address) || usual(address)).toBe(true)));
    fc.assert(fc.property(fc.nat(255), fc.nat(255), (a, b) => void expect(allowed(`10.${a}.${b}.1`)).toBe(true)));
  });
});
