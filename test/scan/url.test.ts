import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { RawLocation, UrlSource } from '../../src/domain/index.ts';
import { findUrlProblem } from '../../src/domain/sources/http-url.ts';
import { createUrlTarget } from '../../src/domain/sources/url.ts';
import { lookupWithSystem, type NetworkAccess } from '../../src/lib/network/guarded-access.ts';
import { DIRECT } from '../../src/lib/network/proxy.ts';
import { fetchUrl } from '../../src/scan/sources/fetch-url.ts';
import { createVariableResolver } from '../../src/scan/sources/resolve-variables.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { findRefusingPort, startTcpServer } from '../helpers/tls-server.ts';

const SECRET = 'sesame-sesame-sesame';
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

let root: string;
let servers: { close: () => Promise<void> }[];
let waits: number[];
let made: CreatedCertificate;

beforeAll(async () => {
  const life = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('9999-01-01T00:00:00Z') };
  made = await createCertificate({ ...life, commonName: '127.0.0.1', sans: ['127.0.0.1'] });
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'certvigil-url-'));
  servers = [];
  waits = [];
});
afterEach(async () => {
  rmSync(root, { recursive: true });
  for (const server of servers) await server.close();
});

async function serve(answers: ReceiverResponse[], secure = false): Promise<Receiver> {
  const tls = { key: made.privateKeyPem, cert: made.certificate };
  const server = await startReceiver(answers, secure ? { tls } : {});
  servers.push(server);
  return server;
}

/** Reads a URL, with only a token in the environment. */
async function read(
  url: string,
  source: Partial<UrlSource> = {},
  { timeout_seconds = 20, ...network }: Partial<NetworkAccess> & { timeout_seconds?: number } = {},
): Promise<RawLocation> {
  const entry = { variables: { UNSET: { file: 'certvigil.yaml', line: 7, column: 10 } } };
  const whole: UrlSource = { kind: 'url', targets: [], headers: {}, ca_file: null, ssl_verification: true, ...source };
  return fetchUrl(createUrlTarget(url), whole, {
    root,
    network: { lookup: lookupWithSystem, isPermitted: () => true, proxies: DIRECT, ...network },
    timeout_seconds,
    resolveVariables: createVariableResolver(entry, { TOKEN: SECRET }),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    now: () => performance.now(),
  });
}

function readText(location: RawLocation): string {
  if (!('content' in location)) throw new Error(`no content: ${JSON.stringify(location)}`);
  return Buffer.from(location.content).toString();
}

function readFailure(location: RawLocation): { code: string; detail: string } {
  if (!('failure' in location)) throw new Error('it was read');
  return location.failure;
}

const ok = (body: string | Buffer = PEM, headers: Record<string, string> = {}): ReceiverResponse => ({
  status: 200,
  headers,
  body,
});
const redirect = (location: string, status = 302): ReceiverResponse => ({ status, headers: { location } });

describe('a URL', () => {
  it('is fetched with GET and the headers of the manifest, and has an address', async () => {
    const { origin, host, requests } = await serve([ok()]);
    const location = await read(`${origin}/shop.pem?as=pem`, {
      headers: { Authorization: `Bearer $\{TOKEN}`, 'X-Who': 'é' },
    });
    expect(location).toMatchObject({ location: `${origin}/shop.pem?as=pem`, observed: { address: host } });
    expect(readText(location)).toBe(PEM);
    expect(requests).toMatchObject([
      {
        method: 'GET',
        path: '/shop.pem?as=pem',
        headers: {
          authorization: `Bearer ${SECRET}`,
          'user-agent': expect.stringMatching(/^certvigil\/\d/),
          'accept-encoding': 'identity',
          'x-who': Buffer.from('é').toString('latin1'),
        },
      },
    ]);
  });

  it.each([
    ['https://certs.example/a.pem', 'https://certs.example/a.pem'],
    [
      'HTTPS://Certs.Example:8443/A.pem?id=1&key=$' + '{TOKEN}#part',
      'https://certs.example:8443/A.pem?id=1&key=$' + '{TOKEN}',
    ],
    ['https://user:pass%40word@certs.example/a', 'https://certs.example/a'],
    ['https://u@x:$' + '{TOKEN}@certs.example/a@b', 'https://certs.example/a@b'],
    ['https://$' + '{HOST}.Example/a', 'https://$' + '{HOST}.example/a'],
    ['$' + '{CERTIFICATE_URL}', '$' + '{CERTIFICATE_URL}'],
  ])('%s has the location %s', (url, location) => {
    expect(createUrlTarget(url)).toEqual({ url, location });
  });

  it('never has credentials or a fragment in its location', () => {
    const part = fc.stringMatching(/^[\w.~!$&'()*+,;=%-]{1,20}$/);
    fc.assert(
      fc.property(part, part, part, part, (user, password, path, query) => {
        const url = `https://U${user}:P${password}@certs.example/${path}?${query}`;
        fc.pre(findUrlProblem(url) === null);
        expect(createUrlTarget(`${url}#fragment`).location).toBe(`https://certs.example/${path}?${query}`);
      }),
    );
  });

  it('can contain credentials, which are sent but never shown', async () => {
    const { origin, host, requests } = await serve([404]);
    const location = await read(`http://me:$\{TOKEN}@${host}/shop.pem`);
    expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`me:${SECRET}`).toString('base64')}`);
    expect(location).toMatchObject({ location: `${origin}/shop.pem`, failure: { code: 'url-not-found' } });
    expect(JSON.stringify(location)).not.toContain(SECRET);
  });

  it('with an unset variable reports it with its line, without a request', async () => {
    const { origin, requests } = await serve([ok()]);
    for (const location of [
      await read(`${origin}/$\{UNSET}`),
      await read(`${origin}/a`, { headers: { Authorization: `$\{UNSET}` } }),
    ]) {
      expect(readFailure(location)).toMatchObject({
        code: 'variable-unset',
        detail: expect.stringContaining(`$\{UNSET} (certvigil.yaml:7)`),
      });
    }
    expect(requests).toEqual([]);
  });

  it('is decompressed if necessary', async () => {
    const { origin } = await serve([
      ok(gzipSync(PEM), { 'content-encoding': 'gzip' }),
      ok(brotliCompressSync(PEM), { 'content-encoding': 'BR' }),
    ]);
    expect(readText(await read(`${origin}/a`))).toBe(PEM);
    expect(readText(await read(`${origin}/a`))).toBe(PEM);
  });
});

describe('trust', () => {
  it('uses ca_file, or else the roots of Node', async () => {
    const { origin } = await serve([ok()], true);
    writeFileSync(join(root, 'ca.pem'), made.certificate);
    expect(readFailure(await read(`${origin}/a`)).code).toBe('url-tls-failed');
    expect(readText(await read(`${origin}/a`, { ca_file: 'ca.pem' }))).toBe(PEM);
    expect(readText(await read(`${origin}/a`, { ssl_verification: false }))).toBe(PEM);
    expect(readFailure(await read(`${origin}/a`, { ca_file: 'missing.pem' }))).toMatchObject({
      code: 'ca-file-unreadable',
      detail: expect.stringContaining('missing.pem'),
    });
  });

  it('accepts a ca_file with a byte order mark, and never blocks on a special file', async () => {
    const { origin } = await serve([ok()], true);
    writeFileSync(join(root, 'marked.pem'), `\ufeff${made.certificate}`);
    expect(readText(await read(`${origin}/a`, { ca_file: 'marked.pem' }))).toBe(PEM);
    execFileSync('mkfifo', [join(root, 'pipe.pem')]);
    expect(readFailure(await read(`${origin}/a`, { ca_file: 'pipe.pem' }))).toMatchObject({
      code: 'ca-file-unreadable',
      detail: expect.stringContaining('(It is not a file.)'),
    });
  });
});

describe('a redirect', () => {
  it('is followed, and shown without its query', async () => {
    const target = await serve([ok()]);
    const { origin } = await serve([redirect('/b'), redirect(`${target.origin}/c.pem?signature=${SECRET}`, 307)]);
    const location = await read(`${origin}/a`);
    expect(location).toMatchObject({
      location: `${origin}/a`,
      observed: { address: `${origin}/b -> ${target.origin}/c.pem` },
    });
    expect(readText(location)).toBe(PEM);
  });

  it('is not shown if the URL contains a secret', async () => {
    const { origin } = await serve([redirect(`/x/${SECRET}/y`), 404, ok()]);
    const location = await read(`${origin}/x/$\{TOKEN}`);
    expect(readFailure(location).detail).toContain('(After a redirect.)');
    expect(JSON.stringify(location)).not.toContain(SECRET);
    expect(await read(`${origin}/x/$\{TOKEN}`)).toMatchObject({ observed: {}, content: Buffer.from(PEM) });
  });

  it.each<[sent: string, source: Partial<UrlSource>, credentials: string]>([
    ['a header with a variable', { headers: { 'X-Key': `$\{TOKEN}` } }, ''],
    ['a header', { headers: { Authorization: `Bearer ${SECRET}` } }, ''],
    ['credentials', {}, `me:${SECRET}@`],
  ])('is not shown if it may repeat %s', async (_, source, credentials) => {
    const other = await serve([404, ok()]);
    const port = other.host.split(':')[1];
    const location = redirect(`http://${SECRET}.example:${port}/${SECRET}?${SECRET}`);
    const { host } = await serve([location]);
    const network = { lookup: async () => ['127.0.0.1'], isPermitted: () => true };
    const denied = {
      ...network,
      isPermitted: (address: string) => address !== '127.0.0.2',
      lookup: async () => ['127.0.0.2'],
    };
    const url = `http://${credentials}${host}/a`;
    const locations = [
      await read(url, source, network),
      await read(url, source, network),
      await read(url, source, denied),
    ];
    expect(readFailure(locations[0] as RawLocation).detail).toContain('(After a redirect.)');
    expect(locations[1]).toMatchObject({ observed: {}, content: Buffer.from(PEM) });
    expect(readFailure(locations[2] as RawLocation)).toMatchObject({ code: 'url-denied' });
    expect(JSON.stringify(locations)).not.toMatch(new RegExp(`${SECRET}|127\\.0\\.0\\.2`, 'i'));
  });

  it('keeps headers and credentials within the origin only', async () => {
    const other = await serve([redirect('/c'), ok()]);
    const { host, requests } = await serve([redirect('/b'), redirect(`${other.origin}/b`)]);
    await read(`http://me:$\{TOKEN}@${host}/a`, { headers: { 'X-Key': `$\{TOKEN}` } });
    expect(requests.map(({ headers }) => [headers['x-key'], headers.authorization !== undefined])).toEqual([
      [SECRET, true],
      [SECRET, true],
    ]);
    expect(JSON.stringify(other.requests)).not.toMatch(new RegExp(`${SECRET}|authorization|x-key`, 'i'));
  });

  it('is not followed from https to http, or to another scheme', async () => {
    const plain = await serve([ok()]);
    const { origin } = await serve(
      [redirect(`${plain.origin}/a`), redirect('file:///etc/passwd'), redirect('http://[')],
      true,
    );
    for (const why of ['from https to http', 'not http or https', 'not http or https']) {
      expect(readFailure(await read(`${origin}/a`, { ssl_verification: false }))).toMatchObject({
        code: 'url-redirect-refused',
        detail: expect.stringContaining(why),
      });
    }
    expect(plain.requests).toEqual([]);
  });

  it('is followed at most five times', async () => {
    const circle = await serve([redirect('/again')]);
    expect(readFailure(await read(`${circle.origin}/a`)).code).toBe('url-too-many-redirects');
    expect(circle.requests.length).toBe(6);
    const { origin } = await serve([...Array<ReceiverResponse>(5).fill(redirect('/on')), ok()]);
    expect(readText(await read(`${origin}/a`))).toBe(PEM);
  });

  it('cannot write control characters to a terminal', async () => {
    const { origin } = await serve([redirect('/%1b[2J\t\u00e9'), 404]);
    expect(readFailure(await read(`${origin}/a`)).detail).toMatch(/^[\x20-\x7e]+$/);
  });
});

describe('a denied address', () => {
  const isPermitted = (address: string) => address !== '127.0.0.1';

  it('is denied in the URL, behind a name, and behind a redirect', async () => {
    const { origin, host, requests } = await serve([ok()]);
    const port = host.split(':')[1];
    const elsewhere = await serve([redirect(`http://inner.example:${port}/a`)]);
    const lookup = async (name: string) => [name === 'inner.example' ? '127.0.0.1' : '127.0.0.2'];
    const codes = [
      await read(`${origin}/a`, {}, { isPermitted }),
      await read(`http://inner.example:${port}/a`, {}, { isPermitted, lookup }),
      await read(
        `${elsewhere.origin}/a`,
        {},
        { isPermitted: (one) => isPermitted(one) || elsewhere.requests.length === 0, lookup },
      ),
    ].map((location) => readFailure(location));
    for (const { code, detail } of codes) {
      expect([code, detail]).toEqual(['url-denied', expect.stringContaining('127.0.0.1')]);
    }
    expect([requests.length, elsewhere.requests.length]).toEqual([0, 1]);
  });

  it('is skipped if the name has others', async () => {
    const { host, requests } = await serve([ok()]);
    const lookup = async () => ['127.0.0.3', '127.0.0.1'];
    const location = await read(
      `http://both.example:${host.split(':')[1]}/a`,
      {},
      { lookup, isPermitted: (one) => one === '127.0.0.1' },
    );
    expect([location.observed.address, requests.length]).toEqual([host, 1]);
  });
});

describe('a failure', () => {
  it.each<[string, ReceiverResponse, string]>([
    ['nothing is there', 404, 'url-not-found'],
    ['credentials are missing', 401, 'url-forbidden'],
    ['the request is forbidden', 403, 'url-forbidden'],
    ['another response', 400, 'url-unexpected-status'],
    ['no content', 204, 'url-unexpected-status'],
    ['a method that is not supported', 501, 'url-unexpected-status'],
    ['a redirect without a target', 302, 'url-unexpected-status'],
    ['a web page', ok('\ufeff \n<!-- hello --><!DOCTYPE html>\n<title>Log in</title>'), 'url-web-page'],
    ['an invalid compression', ok(PEM, { 'content-encoding': 'gzip' }), 'url-content-encoding'],
    ['an unknown compression', ok(PEM, { 'content-encoding': 'constructor' }), 'url-content-encoding'],
    ['a bomb', ok(gzipSync(Buffer.alloc(11 * 1024 * 1024)), { 'content-encoding': 'gzip' }), 'url-too-large'],
    ['an endless body', 'endless', 'url-too-large'],
  ])('%s: %s is %s', async (_, answer, code) => {
    const { origin, requests } = await serve([answer]);
    expect(readFailure(await read(`${origin}/shop.pem`))).toMatchObject({
      code,
      detail: expect.stringContaining(`${origin}/shop.pem`),
    });
    expect(requests.length).toBe(1);
  });

  it('of a page with only comments does not take long', async () => {
    const page = '<!---->'.repeat(200);
    const { origin } = await serve([ok(page)]);
    expect(readText(await read(`${origin}/a`))).toBe(page);
  });

  it('that is transient is retried', async () => {
    const { origin, requests } = await serve([503, 'reset', ok()]);
    expect(readText(await read(`${origin}/a`))).toBe(PEM);
    expect(waits).toEqual([200, 800]);
    expect(requests.length).toBe(3);
  });

  it.each<[ReceiverResponse, string]>([
    [500, 'url-server-error'],
    [408, 'url-server-error'],
    [425, 'url-server-error'],
    [429, 'url-server-error'],
    [{ status: 503, headers: { 'retry-after': '0' } }, 'url-server-error'],
    ['reset', 'url-closed'],
  ])('that persists is reported after three attempts: %s', async (answer, code) => {
    const { origin, requests } = await serve([answer]);
    expect(readFailure(await read(`${origin}/a`)).code).toBe(code);
    expect(requests.length).toBe(3);
  });

  it.each([429, 503])('is reported at once if the server asks for a longer pause with %d', async (status) => {
    const { origin, requests } = await serve([{ status, headers: { 'retry-after': '120' } }]);
    const { code, detail } = readFailure(await read(`${origin}/a`));
    expect([code, requests.length]).toEqual(['url-server-error', 1]);
    expect(detail).toContain(String(status));
    expect(detail.includes('less often')).toBe(status === 429);
  });

  it('of an unresponsive server takes one timeout', async () => {
    const { origin, requests } = await serve(['hang']);
    expect(readFailure(await read(`${origin}/a`, {}, { timeout_seconds: 0.2 }))).toMatchObject({
      code: 'url-timeout',
      detail: expect.stringContaining('0.2 s'),
    });
    expect(requests.length).toBe(1);
  });

  it.each([
    ['the connection is refused', async () => `http://127.0.0.1:${await findRefusingPort()}/a`, 'url-refused'],
    ['the name does not exist', async () => 'http://dead.invalid/a', 'url-name-not-found'],
    ['a variable makes the URL invalid', async () => `ftp://$\{TOKEN}`, 'url-invalid'],
  ])('%s', async (_, url, code) => {
    expect(readFailure(await read(await url())).code).toBe(code);
  });

  const HEAD = 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n';

  it.each<[string, (socket: Socket) => void, string, string]>([
    ['a truncated body', (socket) => socket.end(HEAD + PEM), 'http', 'url-closed'],
    ['a body that never ends', (socket) => socket.write(HEAD + PEM), 'http', 'url-timeout'],
    ['a response that is not HTTP', (socket) => socket.end('220 mail.example ESMTP\r\n'), 'http', 'url-failed'],
    [
      'a response that is not TLS',
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'https',
      'url-tls-failed',
    ],
  ])('%s', async (_, speak, scheme, code) => {
    const server = await startTcpServer((socket) => socket.once('data', () => speak(socket)));
    servers.push(server);
    const timeout_seconds = code === 'url-timeout' ? 0.3 : 20;
    expect(readFailure(await read(`${scheme}://${server.location}/a`, {}, { timeout_seconds })).code).toBe(code);
  });

  it('of a connection header, or one with a line break', async () => {
    const { origin, requests } = await serve([ok()]);
    expect(readFailure(await read(`${origin}/a`, { headers: { 'Transfer-Encoding': 'chunked' } })).code).toBe(
      'header-refused',
    );
    expect(readFailure(await read(`${origin}/a`, { headers: { 'X-A': 'a\nb' } })).code).toBe('url-failed');
    expect(requests).toEqual([]);
  });
});
