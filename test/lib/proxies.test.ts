import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import { type HttpFault, type HttpOutcome, openHttpClient, sendRequest } from '../../src/lib/http/client.ts';
import { createNetworkAccess, DEFAULT_NETWORK_RULES, type NetworkRules } from '../../src/lib/network/access.ts';
import type { NetworkAccess } from '../../src/lib/network/guarded-access.ts';
import { createProxySelector, type Destination } from '../../src/lib/network/proxy.ts';
import { listEnvironmentCredentials, listProxyCredentials } from '../../src/lib/secrets/proxy-credentials.ts';
import { startHttpProxy, startSocksProxy, type TestProxy } from '../helpers/proxy.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { findRefusingPort, startHangingServer, startTcpServer, type TestServer } from '../helpers/tls-server.ts';

const VALIDITY = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2120-01-01T00:00:00Z') };

let directory: string;
let ca: CreatedCertificate;
let pair: { key: string; cert: string };
let secure: Receiver;
let plain: Receiver;
const open: { close: () => Promise<void> }[] = [];

async function kept<Server extends { close: () => Promise<void> }>(starting: Promise<Server>): Promise<Server> {
  const server = await starting;
  open.push(server);
  return server;
}

async function issue(caName: string): Promise<{ root: CreatedCertificate; key: string; cert: string }> {
  const root = await createCertificate({ ...VALIDITY, commonName: caName, ca: true });
  const leaf = await createCertificate({
    ...VALIDITY,
    commonName: 'hooks.example',
    sans: ['hooks.example', 'proxy.example', '127.0.0.1'],
    issuer: root,
  });
  return { root, key: leaf.privateKeyPem, cert: leaf.certificate };
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'certvigil-proxies-'));
  const { root, ...own } = await issue('Example Root');
  ca = root;
  pair = own;
  writeFileSync(join(directory, 'ca.pem'), ca.certificate);
  secure = await kept(startReceiver([200], { tls: pair }));
  plain = await kept(startReceiver([200]));
});

afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  rmSync(directory, { recursive: true });
});

interface Way {
  proxy?: string;
  env?: Record<string, string>;
  rules?: Partial<NetworkRules>;
  access?: Partial<NetworkAccess>;
  trusted?: CreatedCertificate | null;
  timeout_ms?: number;
}

/** Only the proxies have addresses; every other name is unknown here. */
const lookup = async (name: string) => {
  if (name === 'proxy.example') return ['127.0.0.1'];
  throw Object.assign(new Error(), { code: 'ENOTFOUND' });
};

function createOptions({ proxy = 'env', env = {}, rules, access, trusted = ca, timeout_ms = 5000 }: Way) {
  const all = { ...DEFAULT_NETWORK_RULES, ...rules };
  const network = { ...createNetworkAccess(all, { kind: 'receivers', env, proxy, lookup }), ...access };
  return { timeout_ms, verify: true, ca: trusted?.certificate ?? null, network };
}

const post = (url: string, way: Way): Promise<HttpOutcome> =>
  sendRequest({ method: 'POST', url, headers: { 'X-A': 'b' }, body: 'text' }, createOptions(way));

const KINDS: [scheme: string, start: (options: Parameters<typeof startHttpProxy>[0]) => Promise<TestProxy>][] = [
  ['http', startHttpProxy],
  ['https', (options) => startHttpProxy({ ...options, tls: pair })],
  ['socks5', startSocksProxy],
];

const withCa = (): Partial<NetworkRules> => ({
  proxy: { ...DEFAULT_NETWORK_RULES.proxy, ca_file: join(directory, 'ca.pem') },
});

describe.each(KINDS)('a proxy (%s)', (scheme, start) => {
  it('tunnels https to a name that only it knows, without its credentials', async () => {
    const proxy = await kept(
      start({ to: Number(secure.origin.split(':').pop()), user: 'scan', password: 'p@ss:word' }),
    );
    const url = `${scheme}://scan:p%40ss%3Aword@${proxy.location}`;
    expect(await post('https://hooks.example/in', { proxy: url, rules: withCa() })).toMatchObject({ status: 200 });
    expect(proxy.asked).toEqual(['hooks.example:443']);
    expect(secure.requests.at(-1)).toMatchObject({ path: '/in', body: 'text' });
    expect(secure.requests.at(-1)?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('gets plain HTTP, as a request with the whole URL if it is an HTTP proxy', async () => {
    const proxy = await kept(start({ to: Number(plain.origin.split(':').pop()), user: 'scan', password: 'right' }));
    const url = `${scheme}://scan:right@${proxy.location}`;
    expect(await post('http://hooks.example:8080/in?q=1', { proxy: url, rules: withCa() })).toMatchObject({
      status: 200,
    });
    expect(proxy.asked).toEqual([scheme === 'socks5' ? 'hooks.example:8080' : 'http://hooks.example:8080/in?q=1']);
    expect(plain.requests.at(-1)).toMatchObject({ path: '/in?q=1', body: 'text' });
    expect(plain.requests.at(-1)?.headers).toMatchObject({ host: 'hooks.example:8080', 'x-a': 'b' });
    expect(plain.requests.at(-1)?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('opens few tunnels for many requests to one server', async () => {
    const proxy = await kept(start({ to: Number(secure.origin.split(':').pop()) }));
    const client = openHttpClient(createOptions({ proxy: `${scheme}://${proxy.location}`, rules: withCa() }));
    const request = { method: 'GET', url: 'https://hooks.example/', headers: {}, body: null };
    for (let count = 0; count < 8; count += 1)
      expect(await client.send(request, { timeout_ms: 5000 })).toMatchObject({ status: 200 });
    await client.close();
    expect(proxy.asked.length).toBeLessThanOrEqual(2);
  });

  it.each(['https', 'http'])('is to blame for %s if it rejects the credentials', async (target) => {
    const proxy = await kept(start({ to: 1, user: 'scan', password: 'right' }));
    const way = { proxy: `${scheme}://scan:wrong@${proxy.location}`, rules: withCa() };
    expect(await post(`${target}://hooks.example/`, way)).toMatchObject({
      code: 'proxy-authentication-failed',
      sent: false,
      proxy: { facts: { proxy: proxy.location } },
    });
  });

  it.each(['https', 'http'])('is to blame for %s if nothing listens there', async (target) => {
    const way = { proxy: `${scheme}://127.0.0.1:${await findRefusingPort()}`, rules: withCa() };
    expect(await post(`${target}://hooks.example/`, way)).toMatchObject({ code: 'proxy-unreachable', sent: false });
  });
});

describe('a proxy that fails', () => {
  const serve = (onConnection: (socket: Socket) => void): Promise<TestServer> => kept(startTcpServer(onConnection));
  const reply = (text: string) => (socket: Socket) => void socket.once('data', () => socket.end(text));

  it.each<[how: string, onConnection: (socket: Socket) => void, code: HttpFault['code'], fact: string]>([
    ['refuses', reply('HTTP/1.1 403 Forbidden\r\n\r\n'), 'proxy-refused', 'status 403'],
    ['has no connection', reply('HTTP/1.1 502 Bad Gateway\r\n\r\n'), 'proxy-server-unreachable', 'status 502'],
    ['closes the connection', reply(''), 'proxy-closed', ''],
    ['is another server', reply('220 mail.example ESMTP\r\n'), 'proxy-unexpected-reply', ''],
  ])('is named in the failure: it %s', async (_, onConnection, code, fact) => {
    const proxy = await serve(onConnection);
    const outcome = await post('https://hooks.example/', { proxy: `http://${proxy.location}` });
    expect(outcome).toMatchObject({
      responded: false,
      code,
      sent: false,
      proxy: { facts: { proxy: proxy.location, fact } },
    });
  });

  // As sent by squid 6.13, tinyproxy 1.11, privoxy 4.0 and nginx 1.26.
  it.each<[what: string, head: string, code: HttpFault['code'], sent?: boolean]>([
    [
      'squid, for its ACL',
      '403 Forbidden\nServer: squid/6.13\nX-Squid-Error: ERR_ACCESS_DENIED 0\nVia: 1.1 p.example (squid/6.13)',
      'proxy-refused',
    ],
    ['squid without Via', '403 Forbidden\nServer: squid/6.13\nX-Squid-Error: ERR_ACCESS_DENIED 0', 'proxy-refused'],
    [
      'squid, for its own page',
      '200 OK\nServer: squid\nX-Squid-Error: 200:ERR_ACCESS_DENIED 0\nVia: 1.1 p.example (squid)',
      'proxy-refused',
    ],
    [
      'squid, for its login page',
      '302 Found\nServer: squid/6.13\nLocation: http://login.example/\nX-Squid-Error: 302 Access Denied\nVia: 1.1 p.example (squid/6.13)',
      'proxy-refused',
    ],
    [
      'squid, for a dead server',
      '503 Service Unavailable\nServer: squid/6.13\nX-Squid-Error: ERR_CONNECT_FAIL 111\nVia: 1.1 p.example (squid/6.13)',
      'proxy-server-unreachable',
      true,
    ],
    [
      'squid, for missing credentials',
      '407 Proxy Authentication Required\nX-Squid-Error: ERR_CACHE_ACCESS_DENIED 0\nVia: 1.1 p.example (squid/6.13)',
      'proxy-authentication-failed',
    ],
    ['a captive portal', '511 Network Authentication Required\nServer: portal', 'proxy-refused'],
    ['tinyproxy, for its filter', '403 Filtered\nServer: tinyproxy/1.11.2', 'proxy-refused'],
    [
      'tinyproxy, for wrong credentials',
      '401 Unauthorized\nServer: tinyproxy/1.11.2\nWWW-Authenticate: Basic realm="Tinyproxy"',
      'proxy-authentication-failed',
    ],
    [
      'tinyproxy, for a dead server',
      '500 Unable to connect\nServer: tinyproxy/1.11.2',
      'proxy-server-unreachable',
      true,
    ],
  ])('is to blame for the response to plain HTTP of %s', async (_, head, code, sent = false) => {
    const proxy = await serve(reply(`HTTP/1.1 ${head.replaceAll('\n', '\r\n')}\r\nContent-Length: 0\r\n\r\n`));
    const outcome = await post('http://hooks.example/', { proxy: `http://${proxy.location}` });
    expect(outcome).toMatchObject({ responded: false, code, sent, proxy: { facts: { proxy: proxy.location } } });
  });

  it.each<[what: string, head: string, isForwarded: boolean]>([
    ['a server behind squid', '403 Forbidden\nServer: origin\nVia: 1.1 p.example (squid/6.13)', true],
    [
      'a server with a squid of its own',
      '403 Forbidden\nServer: squid/6.13\nX-Squid-Error: ERR_ACCESS_DENIED 0\nVia: 1.1 own.example (squid/6.13), 1.1 p.example (squid)',
      true,
    ],
    [
      'a squid of the server, behind tinyproxy',
      '403 Forbidden\nServer: squid\nX-Squid-Error: ERR_ACCESS_DENIED 0\nVia: 1.1 vm (tinyproxy/1.11.2)',
      true,
    ],
    ['a server behind tinyproxy', '401 Unauthorized\nVia: 1.1 vm (tinyproxy/1.11.2)\nServer: tinyproxy', true],
    ['a captive portal behind tinyproxy', '511 Login\nVia: 1.1 vm (tinyproxy/1.11.2)', true],
    [
      'a server with a squid of its own, with a Via for each',
      '403 Forbidden\nX-Squid-Error: ERR_ACCESS_DENIED 0\nVia: 1.1 own.example (squid)\nVia: 1.1 p.example (squid)',
      true,
    ],
    ['a server that only mentions tinyproxy', '403 Forbidden\nServer: gateway for tinyproxy', false],
    ['privoxy, which adds no Via', '403 Request blocked by Privoxy\nContent-Type: text/html', false],
    ['nginx, which adds no Via', '403 Forbidden\nServer: nginx/1.26.3', false],
  ])('leaves the response of %s to the server, and is named if it can be its own', async (_, head, isForwarded) => {
    const proxy = await serve(reply(`HTTP/1.1 ${head.replaceAll('\n', '\r\n')}\r\nContent-Length: 0\r\n\r\n`));
    const outcome = await post('http://hooks.example/', { proxy: `http://${proxy.location}` });
    expect(outcome).toMatchObject({ responded: true, status: Number(head.slice(0, 3)) });
    expect(outcome.forwarder).toBe(isForwarded ? undefined : proxy.location);
  });

  it('is named if it closes the connection instead of responding to plain HTTP', async () => {
    const proxy = await serve(reply(''));
    const outcome = await post('http://hooks.example/', { proxy: `http://${proxy.location}` });
    expect(outcome).toMatchObject({ code: 'http-connection-reset', sent: true, forwarder: proxy.location });
  });

  it.each(['http', 'socks5'])('is named if it does not respond in time (%s)', async (scheme) => {
    const proxy = await kept(startHangingServer());
    const way = { proxy: `${scheme}://${proxy.location}`, timeout_ms: 100 };
    expect(await post('https://hooks.example/', way)).toMatchObject({ code: 'proxy-timeout', sent: false });
  });

  it('does not hold up a client that closes', async () => {
    let accept: (socket: Socket) => void = () => undefined;
    const accepted = new Promise<Socket>((resolve) => {
      accept = resolve;
    });
    const proxy = await serve((socket) => accept(socket));
    const client = openHttpClient(createOptions({ proxy: `http://${proxy.location}`, timeout_ms: 60_000 }));
    const request = { method: 'GET', url: 'https://hooks.example/', headers: {}, body: null };
    const outcome = client.send(request, { timeout_ms: 60_000 });
    const socket = await accepted;
    const closed = new Promise((resolve) => socket.once('close', resolve).resume());
    await client.close();
    await closed;
    expect(await outcome).toMatchObject({ responded: false, sent: false });
  });

  it('with TLS is to blame if its certificate is not trusted, or its ca_file is missing', async () => {
    const proxy = await kept(startHttpProxy({ to: 1, tls: pair }));
    const way = { proxy: `https://${proxy.location}` };
    for (const url of ['https://hooks.example/', 'http://hooks.example/'])
      expect(await post(url, way)).toMatchObject({ code: 'proxy-tls-failed', sent: false });
    const ca_file = join(directory, 'missing.pem');
    const rules = { proxy: { ...DEFAULT_NETWORK_RULES.proxy, ca_file } };
    expect(await post('https://hooks.example/', { ...way, rules })).toMatchObject({
      code: 'proxy-tls-failed',
      proxy: { facts: { fact: expect.stringContaining('does not exist') } },
    });
  });

  it('is a failure if its URL is not one', async () => {
    const fault = async (way: Way) => {
      const outcome = await post('https://hooks.example/', way);
      return 'proxy' in outcome ? [outcome.code, outcome.proxy?.facts.fact] : outcome;
    };
    expect(await fault({ env: { https_proxy: 'socks4://proxy.example' } })).toEqual([
      'proxy-invalid',
      ` in \${https_proxy}`,
    ]);
    expect(await fault({ proxy: `http://\${PROXY_HOST}/x`, env: { PROXY_HOST: 'proxy.example' } })).toEqual([
      'proxy-invalid',
      ' after replacing its variables',
    ]);
    expect(await fault({ proxy: `\${PROXY_URL}` })).toEqual([
      'proxy-invalid',
      ': the variable PROXY_URL is not set or is empty',
    ]);
  });
});

describe('the addresses behind a proxy', () => {
  const denying = { rules: { deny: ['10.0.0.0/8', '127.0.0.0/8', '::1'], allow: [] } };

  it.each(['http', 'https'])('are checked if the URL has them (%s)', async (scheme) => {
    const proxy = await kept(startHttpProxy({ to: 1 }));
    const permitted = {
      access: {
        proxies: createNetworkAccess(DEFAULT_NETWORK_RULES, {
          kind: 'apis',
          env: {},
          proxy: `http://${proxy.location}`,
        }).proxies,
      },
    };
    for (const host of ['10.1.2.3', '169.254.169.254', 'localhost', 'api.localhost', '[::ffff:10.1.2.3]'])
      expect(await post(`${scheme}://${host}/`, { ...denying, ...permitted })).toMatchObject({ code: 'http-denied' });
    expect(proxy.asked).toEqual([]);
  });

  it('are those of the proxy itself, too', async () => {
    const way = { proxy: 'http://proxy.example:3128', ...denying };
    for (const url of ['https://hooks.example/', 'http://hooks.example/'])
      expect(await post(url, way)).toMatchObject({ code: 'proxy-denied', proxy: { facts: { fact: '127.0.0.1' } } });
    const hidden = { ...way, proxy: `http://\${PROXY_HOST}:3128`, env: { PROXY_HOST: 'proxy.example' } };
    expect(await post('https://hooks.example/', hidden)).toMatchObject({ proxy: { facts: { fact: '' } } });
  });

  it.each(['http', 'https'])('of an untrusted URL are looked up here, too, if they can be (%s)', async (scheme) => {
    const proxy = await kept(
      startHttpProxy({ to: Number((scheme === 'http' ? plain : secure).origin.split(':').pop()) }),
    );
    const names: Record<string, string[]> = { 'intranet.example': ['10.1.2.3'], 'proxy.example': ['127.0.0.1'] };
    const access = {
      isUntrusted: true,
      isPermitted: (address: string) => !address.startsWith('10.'),
      lookup: async (name: string) => names[name] ?? (await lookup(name)),
    };
    const way = { proxy: `http://${proxy.location}`, access };
    expect(await post(`${scheme}://intranet.example/`, way)).toMatchObject({
      code: 'http-denied',
      denied: ['10.1.2.3'],
    });
    expect(proxy.asked).toEqual([]);
    expect(await post(`${scheme}://hooks.example/`, way)).toMatchObject({ status: 200 });
  });
});

describe('a certificate that is not trusted', () => {
  const problem = async (caName: string, isProxied: boolean) => {
    const { key, cert } = await issue(caName);
    const server = await kept(startReceiver([200], { tls: { key, cert } }));
    const port = Number(server.origin.split(':').pop());
    const proxy = isProxied ? `http://${(await kept(startHttpProxy({ to: port }))).location}` : 'none';
    const outcome = await post(isProxied ? 'https://hooks.example/' : `https://127.0.0.1:${port}/`, { proxy });
    expect(server.requests).toEqual([]);
    return 'tls' in outcome ? outcome.tls : outcome;
  };

  it('is that of a proxy that inspects TLS if the name of its CA says so', async () => {
    for (const name of ['Example Proxy CA', 'FortiGate CA', 'Example SSL Inspection'])
      expect(await problem(name, true)).toBe('inspected');
    expect(await problem('Zscaler Intermediate Root CA', false)).toBe('inspected');
  });

  it('may be that of a proxy behind any other, and is that of an unknown CA without one', async () => {
    expect(await problem('Example Company Root', true)).toBe('unknown-ca-behind-proxy');
    expect(await problem('Example Company Root', false)).toMatch(/^(unknown-ca|incomplete-chain)$/);
  });

  it('stays untrusted for each further request of a client', async () => {
    const proxy = await kept(startHttpProxy({ to: Number(secure.origin.split(':').pop()) }));
    const client = openHttpClient(createOptions({ proxy: `http://${proxy.location}` }));
    const request = { method: 'GET', url: 'https://other.example/', headers: {}, body: null };
    for (let count = 0; count < 3; count += 1)
      expect(await client.send(request, { timeout_ms: 5000 })).toMatchObject({ tls: 'name-mismatch', sent: false });
    await client.close();
  });
});

describe('the proxy of the environment', () => {
  const select = (
    env: Record<string, string>,
    { scheme = 'https:', host = 'hooks.example', port = 443 }: Partial<Destination> = {},
  ) => createProxySelector('env', { env, ca_file: null })({ scheme, host, port })?.host ?? null;

  it.each<[env: Record<string, string>, scheme: Destination['scheme'], host: string | null]>([
    [{ https_proxy: 'a.example', HTTPS_PROXY: 'b.example' }, 'https:', 'a.example'],
    [{ https_proxy: '', HTTPS_PROXY: 'b.example' }, 'https:', 'b.example'],
    [{ HTTPS_PROXY: 'b.example', all_proxy: 'c.example' }, 'http:', 'c.example'],
    [{ http_proxy: 'a.example', HTTP_PROXY: 'b.example' }, 'http:', 'a.example'],
    [{ HTTP_PROXY: 'b.example' }, 'http:', 'b.example'],
    [{ http_proxy: 'a.example' }, 'https:', null],
    [{ all_proxy: 'c.example', ALL_PROXY: 'd.example' }, 'https:', 'c.example'],
    [{ ALL_PROXY: 'd.example' }, 'smtp:', 'd.example'],
    [{ HTTPS_PROXY: 'b.example', HTTP_PROXY: 'b.example' }, 'smtp:', null],
    [{}, 'https:', null],
  ])('is chosen as by curl: %j for %s is %s', (env, scheme, host) => {
    expect(select(env, { scheme })).toBe(host);
  });

  it.each([
    ['hooks.example', 443, 'hooks.example', true],
    ['hooks.example.', 443, '.example', true],
    ['hooks.example', 443, 'example.', true],
    ['hooks.example', 443, 'hooks.example:8443,other.example', false],
    ['hooks.example', 443, 'other.example hooks.example:443', true],
    ['10.1.2.3', 443, '10.0.0.0/8', true],
    ['fd00::1', 443, '[fd00::]/8,fd00::/8', true],
    ['hooks.example', 443, '*', true],
    ['10.1.2.3', 443, '10.0.0.0/', false],
    ['192.0.2.1', 443, '10.0.0.0/', false],
    ['192.0.2.1', 443, '192.0.2.0/24/8', false],
    ['192.0.2.1', 443, '192.0.2.0/1e1', false],
    ['192.0.2.1', 443, '0.0.0.0/0', true],
  ])('is not used for %s:%i with NO_PROXY=%s: %s', (host, port, NO_PROXY, isDirect) => {
    const environments: Record<string, string>[] = [
      { NO_PROXY },
      { no_proxy: NO_PROXY, NO_PROXY: 'x' },
      { no_proxy: '', NO_PROXY },
    ];
    for (const env of environments)
      expect(select({ ...env, https_proxy: 'a.example' }, { host, port })).toBe(isDirect ? null : 'a.example');
  });

  it('is not used without a proxy of the kind', () => {
    const access = createNetworkAccess(
      {
        ...DEFAULT_NETWORK_RULES,
        proxy: { ...DEFAULT_NETWORK_RULES.proxy, apis: null, revocation: 'http://r.example' },
      },
      { kind: 'apis', env: { https_proxy: 'a.example' } },
    );
    expect(access.proxies.select({ scheme: 'https:', host: 'hooks.example', port: 443 })).toBeNull();
  });
});

describe('the credentials of a proxy', () => {
  it('are found in any form', () => {
    expect(listProxyCredentials('http://scan:p%40ss@proxy.example:3128')).toEqual(['scan:p%40ss', 'scan:p@ss']);
    expect(listProxyCredentials('scan:secret-1@proxy.example:3128')).toEqual(['scan:secret-1']);
    expect(listProxyCredentials(`\${URL}`, { URL: 'socks5://scan:a@b@proxy.example' })).toEqual(['scan:a@b']);
    expect(listProxyCredentials('http://proxy.example:3128/@')).toEqual([]);
    const env = { HTTPS_PROXY: 'u:1@a', all_proxy: 'u:2@a', Http_Proxy: 'u:3@a', NO_PROXY: 'u:4@a', MY_PROXY: 'u:5@a' };
    expect(listEnvironmentCredentials(env)).toEqual(['u:1', 'u:2', 'u:3']);
  });
});
