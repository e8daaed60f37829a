import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import { type HttpOutcome, sendRequest } from '../../src/lib/http/client.ts';
import { createNetworkAccess, DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory, startDaemon } from './harness.ts';
import { VALIDITY } from './reading.ts';
import { type RealProxy, SQUID_PROGRAMS, startSquid, startTinyproxy } from './servers/proxies.ts';

let directory: string;
let ca: CreatedCertificate;
let leaf: CreatedCertificate;
let secure: Receiver;
let plain: Receiver;
const ports = { secure: 0, plain: 0, closed: 0 };

beforeAll(async () => {
  directory = makeDirectory();
  ca = await createCertificate({ ...VALIDITY, commonName: 'Example Root', ca: true });
  leaf = await createCertificate({ ...VALIDITY, sans: ['127.0.0.1', 'localhost'], issuer: ca });
  writeFileSync(join(directory, 'ca.pem'), ca.certificate);
  secure = await startReceiver([200], { tls: { key: leaf.privateKeyPem, cert: leaf.certificate } });
  plain = await startReceiver([200]);
  ports.secure = Number(secure.origin.split(':').pop());
  ports.plain = Number(plain.origin.split(':').pop());
  ports.closed = await findFreePort();
});

afterAll(async () => {
  await Promise.all([secure.close(), plain.close()]);
  await removeDirectory(directory);
});

interface Way {
  proxy: string;
  trusted?: string;
  timeout_ms?: number;
}

function post(url: string, { proxy, trusted = ca.certificate, timeout_ms = 10_000 }: Way): Promise<HttpOutcome> {
  const rules = {
    ...DEFAULT_NETWORK_RULES,
    proxy: { ...DEFAULT_NETWORK_RULES.proxy, ca_file: join(directory, 'ca.pem') },
  };
  const network = createNetworkAccess(rules, { kind: 'receivers', env: {}, proxy });
  const request = { method: 'POST', url, headers: {}, body: 'text' };
  return sendRequest(request, { timeout_ms, verify: true, ca: trusted, network });
}

/** Expects that the statuses by which a server itself denies access and fails stay its own. */
async function expectServerToBlame(way: Way): Promise<void> {
  for (const status of [401, 403, 502]) {
    const server = await startReceiver([status]);
    const outcome = await post(`${server.origin}/`, way);
    await server.close();
    expect(outcome).toMatchObject({ responded: true, status });
    expect(outcome.forwarder).toBeUndefined();
  }
}

/** What every proxy with one user does. `toUrl`: the URL of the proxy with these credentials. */
function testRequests(toUrl: (credentials: string) => string): void {
  const through = (url: string, credentials = 'scan:right@') => post(url, { proxy: toUrl(credentials) });

  it('passes requests over TLS and plain HTTP, without the credentials', async () => {
    const before = [secure.requests.length, plain.requests.length];
    expect(await through(`${secure.origin}/in`)).toMatchObject({ status: 200 });
    expect(await through(`${plain.origin}/in?q=1`)).toMatchObject({ status: 200 });
    expect([secure.requests.length, plain.requests.length]).toEqual(before.map((count) => count + 1));
    expect(plain.requests.at(-1)).toMatchObject({ path: '/in?q=1', body: 'text' });
    for (const { requests } of [secure, plain])
      expect(requests.at(-1)?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('rejects missing and wrong credentials, which is not the fault of the server', async () => {
    const failure = { code: 'proxy-authentication-failed', sent: false };
    expect(await through(secure.origin, 'scan:wrong@')).toMatchObject(failure);
    for (const { origin } of [secure, plain]) expect(await through(origin, '')).toMatchObject(failure);
  });
}

describeReal('squid as a proxy for HTTP', { programs: SQUID_PROGRAMS, root: true }, (...programs) => {
  let proxy: RealProxy;
  let secured: RealProxy;

  beforeAll(async () => {
    // A helper of squid that reads lines, and never replies.
    const script = join(directory, 'never.sh');
    writeFileSync(script, '#!/bin/sh\nwhile read line; do :; done\n');
    chmodSync(script, 0o755);
    const lines = `acl closed port ${ports.closed}
http_access deny CONNECT closed
external_acl_type never children-max=1 ttl=0 %DST ${script}
acl denied dstdomain denied.example.test
http_access deny denied
acl silent dstdomain slow.example.test
acl never external never
http_access allow silent never`;
    const files = { 'proxy.pem': leaf.certificate, 'proxy.key': leaf.privateKeyPem };
    const tls = 'tls-cert=DIRECTORY/proxy.pem tls-key=DIRECTORY/proxy.key';
    [proxy, secured] = await Promise.all([
      startSquid(programs, { lines }),
      startSquid(programs, { directive: 'https_port', port: tls, files }),
    ]);
  });

  afterAll(() => Promise.all([proxy?.stop(), secured?.stop()]));

  describe('over HTTP', () => testRequests((credentials) => `http://${credentials}127.0.0.1:${proxy.port}`));

  describe('over TLS with a private CA', () =>
    testRequests((credentials) => `https://${credentials}127.0.0.1:${secured.port}`));

  it('is to blame for what it denies and cannot reach over plain HTTP, and the server for what it denies', async () => {
    const way = { proxy: `http://scan:right@127.0.0.1:${proxy.port}` };
    expect(await post('http://denied.example.test/', way)).toMatchObject({ code: 'proxy-refused' });
    expect(await post(`http://127.0.0.1:${ports.closed}/`, way)).toMatchObject({ code: 'proxy-server-unreachable' });
    await expectServerToBlame(way);
  });

  it('is to blame for a closed CONNECT, and for one that it does not answer', async () => {
    const way = { proxy: `http://scan:right@127.0.0.1:${proxy.port}` };
    expect(await post(`https://127.0.0.1:${ports.closed}/`, way)).toMatchObject({
      code: 'proxy-refused',
      proxy: { facts: { fact: 'status 403' } },
    });
    expect(await post('https://slow.example.test/', { ...way, timeout_ms: 1000 })).toMatchObject({
      code: 'proxy-timeout',
      sent: false,
    });
  });
});

describeReal('squid that inspects TLS', { programs: SQUID_PROGRAMS, root: true }, (...programs) => {
  let proxy: RealProxy;
  let inspecting: CreatedCertificate;

  beforeAll(async () => {
    inspecting = await createCertificate({ ...VALIDITY, commonName: 'Example Proxy CA', ca: true });
    proxy = await startSquid(programs, {
      port: 'ssl-bump generate-host-certificates=on tls-cert=DIRECTORY/ca.pem tls-key=DIRECTORY/ca.key',
      files: { 'ca.pem': inspecting.certificate, 'ca.key': inspecting.privateKeyPem },
      names: ['hooks.example.test'],
      lines: 'ssl_bump bump all\ntls_outgoing_options flags=DONT_VERIFY_PEER',
    });
  });

  afterAll(() => proxy?.stop());

  it('is recognized by its CA, and its requests arrive if that is trusted', async () => {
    const way = { proxy: `http://scan:right@127.0.0.1:${proxy.port}` };
    const url = `https://hooks.example.test:${ports.secure}/`;
    const before = secure.requests.length;
    expect(await post(url, way)).toMatchObject({ code: 'http-tls-failed', tls: 'inspected', sent: false });
    expect(secure.requests).toHaveLength(before);
    expect(await post(url, { ...way, trusted: inspecting.certificate })).toMatchObject({ status: 200 });
    expect(secure.requests).toHaveLength(before + 1);
  });
});

describeReal('tinyproxy as a proxy for HTTP', { programs: ['tinyproxy'] }, (tinyproxy) => {
  let proxy: RealProxy;

  beforeAll(async () => {
    proxy = await startTinyproxy(tinyproxy, [ports.secure]);
  });

  afterAll(() => proxy?.stop());

  testRequests((credentials) => `http://${credentials}127.0.0.1:${proxy.port}`);

  it('is to blame for wrong credentials and a closed port over plain HTTP, and the server for what it denies', async () => {
    const way = { proxy: `http://scan:right@127.0.0.1:${proxy.port}` };
    const wrong = { proxy: `http://scan:wrong@127.0.0.1:${proxy.port}` };
    expect(await post(`${plain.origin}/`, wrong)).toMatchObject({ code: 'proxy-authentication-failed' });
    expect(await post(`http://127.0.0.1:${ports.closed}/`, way)).toMatchObject({ code: 'proxy-server-unreachable' });
    await expectServerToBlame(way);
  });

  it('is to blame for a closed CONNECT', async () => {
    const way = { proxy: `http://scan:right@127.0.0.1:${proxy.port}` };
    expect(await post(`https://127.0.0.1:${ports.closed}/`, way)).toMatchObject({ code: 'proxy-refused' });
  });
});

describeReal('microsocks as a proxy for HTTP', { programs: ['microsocks'] }, (microsocks) => {
  let proxy: Daemon;
  let port: number;

  beforeAll(async () => {
    port = await findFreePort();
    const args = ['-i', '127.0.0.1', '-p', String(port), '-u', 'scan', '-P', 'right'];
    proxy = await startDaemon(microsocks, args, { ports: [port] });
  });

  afterAll(() => proxy?.stop());

  testRequests((credentials) => `socks5://${credentials}127.0.0.1:${port}`);
});
