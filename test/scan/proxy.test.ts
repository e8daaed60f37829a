import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { RawLocation } from '../../src/domain/index.ts';
import { formatAuthority } from '../../src/lib/host-port.ts';
import { isExcludedByNoProxy, parseProxy } from '../../src/lib/network/proxy.ts';
import { createConnectionError, createConnectionFailure } from '../../src/scan/tls/connection-errors.ts';
import { startHttpProxy, startSocksProxy, type TestProxy } from '../helpers/proxy.ts';
import { fingerprintOrCode, fingerprints, formatDetail, type Reading, readEndpoint } from '../helpers/reading.ts';
import { SCRIPTS, startScriptedServer } from '../helpers/starttls-server.ts';
import {
  findRefusingPort,
  startHangingServer,
  startTcpServer,
  startTlsServer,
  type TestServer,
} from '../helpers/tls-server.ts';

let leaf: CreatedCertificate;
let shop: TestServer;
const servers: TestServer[] = [];

async function kept<Server extends TestServer>(starting: Promise<Server>): Promise<Server> {
  const server = await starting;
  servers.push(server);
  return server;
}

beforeAll(async () => {
  leaf = await createCertificate({
    commonName: 'shop.example',
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2027-01-01T00:00:00Z'),
  });
  shop = await kept(startTlsServer(leaf));
});

afterAll(() => Promise.all(servers.map((server) => server.close())));

const KINDS: [scheme: string, start: (options: Parameters<typeof startHttpProxy>[0]) => Promise<TestProxy>][] = [
  ['http', startHttpProxy],
  ['socks5', startSocksProxy],
];

/** A name that only the proxy knows. */
const lookup = async (name: string) => {
  if (name !== '127.0.0.1') throw Object.assign(new Error(), { code: 'ENOTFOUND' });
  return [name];
};

describe.each(KINDS)('a proxy (%s)', (scheme, start) => {
  it('connects to the endpoint and resolves its name', async () => {
    const proxy = await kept(start({ to: shop.port }));
    const { location } = await readEndpoint({
      host: 'shop.example',
      proxy: `${scheme}://${proxy.location}`,
      names: { lookup },
    });
    expect(fingerprints(location)).toEqual([leaf.fingerprint]);
    expect([location.location, location.observed.address]).toEqual(['shop.example:443', undefined]);
    expect(proxy.asked).toEqual(['shop.example:443']);
  });

  it('gets addresses as addresses', async () => {
    const proxy = await kept(start({ to: shop.port }));
    for (const host of ['192.0.2.1', '2001:db8::1']) {
      const { location } = await readEndpoint({ host, proxy: `${scheme}://${proxy.location}` });
      expect(fingerprints(location)).toEqual([leaf.fingerprint]);
    }
    const six = scheme === 'http' ? '[2001:db8::1]:443' : '[20010db8000000000000000000000001]:443';
    expect(proxy.asked).toEqual(['192.0.2.1:443', six]);
  });

  it('gets credentials from the environment, and the endpoint does not get them', async () => {
    const proxy = await kept(start({ to: shop.port, user: 'scan', password: 'p@ss:word' }));
    const ask = (password: string) =>
      readEndpoint({
        host: 'shop.example',
        proxy: `${scheme}://scan:$\{PROXY_PASSWORD}@${proxy.location}`,
        names: { lookup },
        env: { PROXY_PASSWORD: password },
      });
    expect(fingerprints((await ask('p%40ss%3Aword')).location)).toEqual([leaf.fingerprint]);
    const { location, waits } = await ask('wrong-secret');
    expect(fingerprintOrCode(location)).toBe('proxy-authentication-failed');
    expect(JSON.stringify(location)).not.toContain('wrong-secret');
    expect(formatDetail(location)).toContain(proxy.location);
    expect(waits).toEqual([]);
    expect(fingerprintOrCode((await ask('')).location)).toBe('variable-unset');
  });

  it('that requires authentication is reported without credentials', async () => {
    const proxy = await kept(start({ to: shop.port, user: 'scan', password: 'x' }));
    const { location } = await readEndpoint({ host: 'shop.example', proxy: `${scheme}://${proxy.location}` });
    expect(fingerprintOrCode(location)).toBe('proxy-authentication-failed');
  });

  it('does not lose data of a server that speaks first', async () => {
    const { greeting, answers } = SCRIPTS.smtp;
    const mail = await kept(startScriptedServer(leaf, 'smtp', { greeting: '', answers }));
    const proxy = await kept(start({ to: mail.port, early: String(greeting) }));
    const { location } = await readEndpoint({
      host: 'mail.example',
      port: 25,
      starttls: 'smtp',
      proxy: `${scheme}://${proxy.location}`,
      names: { lookup },
    });
    expect(fingerprints(location)).toEqual([leaf.fingerprint]);
  });

  it('that is unreachable is reported with its own host and port', async () => {
    const port = await findRefusingPort();
    const { location, waits } = await readEndpoint({ host: 'shop.example', proxy: `${scheme}://127.0.0.1:${port}` });
    expect(fingerprintOrCode(location)).toBe('proxy-unreachable');
    expect(waits).toHaveLength(2);
    expect(formatDetail(location)).toContain(`127.0.0.1:${port}`);
    const unknown = await readEndpoint({ host: '192.0.2.1', proxy: `${scheme}://nowhere.example`, names: { lookup } });
    expect(fingerprintOrCode(unknown.location)).toBe('proxy-unreachable');
  });

  it('that times out while connecting is reported, and not retried', () => {
    const proxy = '192.0.2.1:3128';
    const broken = {
      location: 'shop.example:443',
      phase: 'connect',
      step: '',
      starttls: null,
      proxy,
      seconds: 10,
    } as const;
    const { code, detail } = createConnectionFailure(createConnectionError('ETIMEDOUT'), broken);
    expect([code, detail]).toEqual(['endpoint-timeout', expect.stringContaining(`connecting to the proxy ${proxy}`)]);
  });

  it('that never responds times out with the phase in the message', async () => {
    const proxy = await kept(startHangingServer());
    const { location } = await readEndpoint({
      host: 'shop.example',
      proxy: `${scheme}://${proxy.location}`,
      timeout_seconds: 0.3,
    });
    expect(fingerprintOrCode(location)).toBe('endpoint-timeout');
    expect(formatDetail(location)).toContain(`(waiting for the proxy ${proxy.location}, `);
  });

  it.each([
    ['SSH-2.0-x\r\n', 'proxy-unexpected-reply', 0],
    ['', 'proxy-closed', 2],
  ])('that replies %j is %s', async (answer, code, again) => {
    const proxy = await kept(startTcpServer((socket) => socket.once('data', () => socket.end(answer))));
    const { location, waits } = await readEndpoint({ host: 'shop.example', proxy: `${scheme}://${proxy.location}` });
    expect(fingerprintOrCode(location)).toBe(code);
    expect(waits).toHaveLength(again);
  });
});

describe('a proxy whose host comes from a variable', () => {
  const HOST = 'very-secret-proxy.example';

  async function fail(url: string, reading: Reading): Promise<RawLocation> {
    const { location } = await readEndpoint({ host: 'shop.example', proxy: url, ...reading });
    return location;
  }

  it.each<[how: string, respond: ((socket: Socket) => void) | null, code: string, reading: Reading]>([
    ['refuses', null, 'proxy-unreachable', {}],
    [
      'is not found',
      null,
      'proxy-unreachable',
      { names: { lookup: () => Promise.reject(createConnectionError('ENOTFOUND')) } },
    ],
    ['is denied', null, 'endpoint-denied', { permits: () => false }],
    ['hangs', () => {}, 'endpoint-timeout', { timeout_seconds: 0.3 }],
    ['closes', (socket) => socket.once('data', () => socket.end()), 'proxy-closed', {}],
    ['does not speak HTTP', (socket) => socket.write(`220 ${HOST} ready\r\n`), 'proxy-unexpected-reply', {}],
    ['rejects', (socket) => socket.write(`HTTP/1.1 403 ${HOST}\r\nVia: ${HOST}\r\n\r\n`), 'proxy-refused', {}],
    [
      'requires credentials',
      (socket) => socket.write(`HTTP/1.1 407 ${HOST}\r\n\r\n`),
      'proxy-authentication-failed',
      {},
    ],
  ])('is named by the variable if it %s', async (_, respond, code, reading) => {
    const port = respond === null ? await findRefusingPort() : (await kept(startTcpServer(respond))).port;
    const names = { lookup: async () => ['127.0.0.1'], ...reading.names };
    const url = `http://user:pass-word-1@${HOST}:${port}`;
    const locations = [
      await fail(`$\{PROXY}`, { ...reading, names, env: { PROXY: url } }),
      await fail(`http://$\{PROXY_HOST}:${port}`, { ...reading, names, env: { PROXY_HOST: HOST } }),
      await fail('env', { ...reading, names, env: { HTTPS_PROXY: url } }),
      await fail('env', { ...reading, names, env: { all_proxy: url.slice(7) } }),
    ];
    expect(locations.map(fingerprintOrCode)).toEqual(locations.map(() => code));
    expect(locations.map((location) => /\$\{\w+\}(?::\d+)?/.exec(formatDetail(location))?.[0])).toEqual([
      `$\{PROXY}`,
      `$\{PROXY_HOST}:${port}`,
      `$\{HTTPS_PROXY}`,
      `$\{all_proxy}`,
    ]);
    expect(JSON.stringify(locations)).not.toMatch(/very-secret|pass-word|127\.0\.0\.1/);
  });
});

describe('a proxy rejects', () => {
  it.each([
    ['http', ['HTTP/1.1 403 Forbidden\r\n\r\n'], 'proxy-refused', 'status 403'],
    ['http', ['HTTP/1.0 502 Bad Gateway\r\nServer: secret\r\n\r\n'], 'proxy-server-unreachable', 'status 502'],
    [
      'http',
      ['HTTP/1.1 511 Network Authentication Required\r\n\r\n'],
      'proxy-refused',
      'login to the network (status 511)',
    ],
    ['http', [`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}`], 'proxy-unexpected-reply', ''],
    ['http', ['HTTP/1.1 OK\r\n\r\n'], 'proxy-unexpected-reply', ''],
    ['socks5', ['\x05\xff'], 'proxy-authentication-failed', ''],
    ['socks5', ['\x05\x00', '\x05\x05\x00\x01'], 'proxy-server-unreachable', 'connection refused'],
    ['socks5', ['\x05\x00', '\x05\x02\x00\x01\x00\x00\x00\x00\x00\x00'], 'proxy-refused', 'not allowed by its rules'],
    ['socks5', ['\x05\x00', '\x05\x77\x00\x01'], 'proxy-refused', 'unknown reason'],
    ['socks5', ['\x05\x00', '\x05\x00\x00\x09\x00'], 'proxy-unexpected-reply', ''],
    ['socks5', ['\x04\x5b'], 'proxy-unexpected-reply', ''],
  ])('over %s with %j: %s', async (scheme, answers, code, why) => {
    const proxy = await kept(
      startTcpServer((socket) => {
        const left = [...answers];
        socket.on('data', () => socket.write(left.shift() ?? '', 'latin1'));
      }),
    );
    const { location, waits } = await readEndpoint({ host: 'shop.example', proxy: `${scheme}://${proxy.location}` });
    expect(fingerprintOrCode(location)).toBe(code);
    expect(formatDetail(location)).toContain(why);
    expect(formatDetail(location)).not.toContain('secret');
    // The proxy may be able to connect a second later, as this machine after `endpoint-refused`.
    expect(waits).toHaveLength(code === 'proxy-server-unreachable' ? 2 : 0);
  });
});

describe('proxy selection', () => {
  it('excludes a host in NO_PROXY, also with a trailing dot', async () => {
    const env = { HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'shop.example' };
    const reading = { host: 'shop.example.', port: shop.port, addresses: ['127.0.0.1'] };
    expect(fingerprintOrCode((await readEndpoint({ ...reading, proxy: 'env', env })).location)).toBe(leaf.fingerprint);
  });

  it('uses the proxy in the environment for `proxy: env`, and respects NO_PROXY', async () => {
    const proxy = await kept(startHttpProxy({ to: shop.port }));
    const other = await kept(startHttpProxy({ to: shop.port }));
    const env = { HTTPS_PROXY: `http://${proxy.location}`, ALL_PROXY: other.location, NO_PROXY: '127.0.0.0/8' };
    const names = { lookup };
    expect(fingerprintOrCode((await readEndpoint({ host: 'shop.example', proxy: 'env', env, names })).location)).toBe(
      leaf.fingerprint,
    );
    expect((await readEndpoint({ port: shop.port, proxy: 'env', env, names })).location).toMatchObject({
      observed: { address: shop.location },
    });
    expect(
      fingerprintOrCode(
        (await readEndpoint({ host: 'a.example', proxy: 'env', env: { ALL_PROXY: other.location }, names })).location,
      ),
    ).toBe(leaf.fingerprint);
    expect(fingerprintOrCode((await readEndpoint({ port: shop.port, proxy: 'env', names })).location)).toBe(
      leaf.fingerprint,
    );
    expect(
      fingerprintOrCode((await readEndpoint({ proxy: 'env', env: { HTTPS_PROXY: 'ftp://x' }, names })).location),
    ).toBe('proxy-invalid');
    expect([proxy.asked, other.asked]).toEqual([['shop.example:443'], ['a.example:443']]);
  });

  it.each([
    ['shop.example', 443, 'example', true],
    ['shop.example', 443, '.example', true],
    ['shop.example', 443, '*.example', true],
    ['shop.example', 443, 'a.example, SHOP.EXAMPLE', true],
    ['shop.example', 443, 'a.example shop.example:8443', false],
    ['shop.example', 8443, 'shop.example:8443', true],
    ['workshop.example', 443, 'shop.example', false],
    ['shop.example', 443, '*', true],
    ['shop.example', 443, '', false],
    ['shop.example', 443, '.', false],
    ['10.1.2.3', 443, '10.0.0.0/8', true],
    ['10.1.2.3', 443, '10.1.2.3', true],
    ['10.1.2.3', 443, '10.0.0.0/99', false],
    ['10.1.2.3', 443, '0.0.0.0/x,example', false],
    ['fd00::1', 443, 'fd00::/8', true],
    ['fd00::1', 443, '[fd00::1]:443', true],
    ['fd00::1', 8443, '[fd00::1]:443', false],
    ['10.1.2.3', 443, 'fd00::/8', false],
  ])('%s:%i with NO_PROXY=%s is excluded: %s', (host, port, NO_PROXY, direct) => {
    expect(isExcludedByNoProxy(host, port, { NO_PROXY })).toBe(direct);
  });

  it.each([
    ['http://proxy.example', { kind: 'http', host: 'proxy.example', port: 80, credentials: null }],
    ['HTTP://proxy.example:3128/', { kind: 'http', host: 'proxy.example', port: 3128, credentials: null }],
    ['socks5://[::1]', { kind: 'socks5', host: '::1', port: 1080, credentials: null }],
    ['socks5h://[::1]:80', { kind: 'socks5', host: '::1', port: 80, credentials: null }],
    [
      'http://a%40b:c%3Ad%zz@proxy.example:80',
      { kind: 'http', host: 'proxy.example', port: 80, credentials: { user: 'a@b', password: 'c%3Ad%zz' } },
    ],
    [
      'http://:token@proxy.example:80',
      { kind: 'http', host: 'proxy.example', port: 80, credentials: { user: '', password: 'token' } },
    ],
    ['https://proxy.example', { kind: 'https', host: 'proxy.example', port: 443, credentials: null }],
    ['proxy.example:3128', { kind: 'http', host: 'proxy.example', port: 3128, credentials: null }],
    ['socks4://proxy.example', null],
    ['ftp://proxy.example', null],
    ['http://proxy.example/path', null],
    ['http://proxy.example?x', null],
    ['http://', null],
    ['http://proxy.example:99999', null],
  ])('parses %s', (text, proxy) => {
    expect(parseProxy(text)).toEqual(
      proxy && { ...proxy, name: formatAuthority(proxy.host, proxy.port), ca_file: null },
    );
  });
});
