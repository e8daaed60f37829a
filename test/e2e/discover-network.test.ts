/** `certvigil discover --network` with servers on addresses of 127.0.0.0/8. */

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Discovery } from '../../src/generated/discovery.ts';
import { compileSchema } from '../helpers/compile-schema.ts';
import { startResolver } from '../helpers/resolver.ts';
import { startTcpServer, startTlsServer, type TestServer, type TestTlsServer } from '../helpers/tls-server.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';

/** A block of this process alone: other tests use 127.0.0.1. */
const BLOCK = `127.${100 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 256}`;
const NETWORK = `${BLOCK}.0/28`;

const servers: Pick<TestServer, 'close'>[] = [];
let shop: TestTlsServer;
let directory: Workspace;
let port: number;

const MANIFEST = () => `version: 1
certificates:
  - { name: first, endpoint: shop.corp.example, connect_to: "${BLOCK}.2:${port}" }
  - { name: off, endpoint: "${BLOCK}.6:${port}", enabled: false }
discovery:
  ignore: [{ host: printer, reason: a printer }]
`;

const NAMES = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2096-01-01T00:00:00Z') };

beforeAll(async () => {
  const ca = await createCertificate({ commonName: 'Private CA', ...NAMES, ca: true });
  const issue = (commonName: string, sans: string[]) => createCertificate({ commonName, sans, ...NAMES, issuer: ca });
  const start = async (last: number, made: Awaited<ReturnType<typeof issue>>) => {
    const server = await startTlsServer(made, { host: `${BLOCK}.${last}`, port });
    servers.push(server);
    return server;
  };
  const shops = await issue('shop.corp.example', ['shop.corp.example', '*.shop.corp.example']);
  shop = await startTlsServer(shops, { host: `${BLOCK}.2` });
  port = shop.port;
  servers.push(shop);
  await start(3, await issue('shop.corp.example', ['*.lb.corp.example', 'Shop.Corp.Example']));
  await start(4, await createCertificate({ commonName: 'printer', sans: ['printer'], ...NAMES }));
  await start(5, await issue('wild', ['*.corp.example']));
  await start(6, await issue('off.corp.example', ['off.corp.example']));
  await start(7, await issue('shared.corp.example', ['shared.corp.example']));
  servers.push(
    await startTcpServer(
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 \r\n\r\n')),
      `${BLOCK}.9`,
      port,
    ),
  );
  const shared = await issue('twin.corp.example', ['twin.corp.example']);
  await start(10, shared);
  await start(11, shared);
  directory = await createWorkspace({ 'certvigil.yaml': MANIFEST() });
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await directory[Symbol.asyncDispose]();
});

const run = (args: string[], changes?: Parameters<typeof runCli>[2], env = {}) =>
  runCli(['discover', '--network', NETWORK, '--ports', String(port), ...args], { cwd: directory.root, env }, changes);

async function search(...args: string[]): Promise<Discovery> {
  const { stdout } = await run(['--format', 'json', ...args]);
  const discovery: Discovery = JSON.parse(stdout);
  const isValid = compileSchema('discovery');
  expect(isValid(discovery) ? null : isValid.errors).toBeNull();
  return discovery;
}

it('finds the TLS servers of a network that no entry watches, each with the entry to add', async () => {
  const { findings, counts, network } = await search();
  const shown = findings.map(({ value, state, watched_by, reason, names, entry }) => {
    return [value.slice(BLOCK.length), state, watched_by ?? reason, names, entry];
  });
  expect(shown).toEqual([
    ['.2', 'watched', 'first', ['shop.corp.example', '*.shop.corp.example'], null],
    [
      '.3',
      'unwatched',
      null,
      ['*.lb.corp.example', 'shop.corp.example'],
      { name: `shop.corp.example-${port}`, endpoint: `shop.corp.example:${port}`, connect_to: `${BLOCK}.3` },
    ],
    ['.4', 'ignored', 'a printer', ['printer'], null],
    [
      '.5',
      'unwatched',
      null,
      ['*.corp.example'],
      { name: `${BLOCK}.5-${port}`, endpoint: `${BLOCK}.5:${port}`, trust: 'none' },
    ],
    ['.6', 'ignored', 'the entry off is disabled', ['off.corp.example'], null],
    [
      '.7',
      'unwatched',
      null,
      ['shared.corp.example'],
      { name: `shared.corp.example-${port}`, endpoint: `shared.corp.example:${port}`, connect_to: `${BLOCK}.7` },
    ],
    ...['.10', '.11'].map((last) => [
      last,
      'unwatched',
      null,
      ['twin.corp.example'],
      {
        name: `twin.corp.example-${port}`,
        endpoint: `twin.corp.example:${port}`,
        connect_to: [`${BLOCK}.10`, `${BLOCK}.11`],
      },
    ]),
  ]);
  expect(counts.hosts).toEqual({ total: 8, watched: 1, ignored: 2, unwatched: 5 });
  expect(network).toEqual({ networks: [NETWORK], ports: [port], connections: 14, made: 14, denied: 0 });
});

it('does not connect to addresses that the manifest denies', async () => {
  const before = shop.connections();
  writeFileSync(path.join(directory.root, 'deny.yaml'), `${MANIFEST()}network: { deny: ["${BLOCK}.2"] }\n`);
  const { findings, network } = await search('--manifest', 'deny.yaml');
  expect(findings.map(({ value }) => value)).not.toContain(`${BLOCK}.2`);
  expect(network).toMatchObject({ made: 14, denied: 1 });
  expect(shop.connections()).toBe(before);
});

it('says that servers may be watched if DNS fails for names of the manifest, and then writes nothing', async () => {
  const resolver = await startResolver({ 'broken.example.com': 'SERVFAIL', 'refused.example.com': 'REFUSED' });
  servers.push(resolver);
  const names = ['refused', 'broken', 'absent'].map((name) => `  - { name: ${name}, endpoint: ${name}.example.com }\n`);
  const manifest = `${MANIFEST().replace('discovery:', `${names.join('')}discovery:`)}network: { dns_servers: ["${resolver.address}"] }\n`;
  writeFileSync(path.join(directory.root, 'dns.yaml'), manifest);
  const { status, stderr, stdout } = await run(['--manifest', 'dns.yaml', '--write']);
  expect(stderr).toContain(
    'error[network-search-dns-failed]: the DNS servers of this machine failed for broken.example.com, refused.example.com, so servers above',
  );
  expect(status).toBe(3);
  expect(stdout).toContain(`${BLOCK}.3`);
  expect(readFileSync(path.join(directory.root, 'dns.yaml'), 'utf8')).toBe(manifest);
});

it('shows what it found until it was interrupted', async () => {
  const controller = new AbortController();
  let [printed, seconds] = ['', 0];
  const { status, stdout } = await run(['--format', 'json'], {
    deferExit: (work) => work(controller.signal),
    isTTY: { stdin: false, stdout: false, stderr: true },
    // A second later each time, so that every step of the progress is printed.
    now: () => {
      seconds += 1;
      return seconds * 1000;
    },
    stderr: (text) => {
      printed += text;
      if (text.includes('1 TLS server,')) controller.abort({ signal: 'SIGINT', exitCode: 130 });
    },
  });
  const { findings }: Discovery = JSON.parse(stdout);
  expect(findings.length).toBeGreaterThan(0);
  expect(status).toBe(130);
  expect(printed).toMatch(/ of 14 connections, 1 TLS server, about 1 s left/);
  expect(printed).toMatch(/error\[interrupted\]: SIGINT interrupted the search after \d+ of 14 connections/);
});

it('adds entries that watch the servers', async () => {
  writeFileSync(path.join(directory.root, 'written.yaml'), MANIFEST());
  const written = ['--manifest', 'written.yaml'];
  expect((await run([...written, '--write', '--probe', 'office', '-q'])).status).toBe(0);
  expect(readFileSync(path.join(directory.root, 'written.yaml'), 'utf8')).toContain(`
  # Found by discover: ${NETWORK}
  - name: shop.corp.example-${port}
    endpoint: shop.corp.example:${port}
    connect_to: ${BLOCK}.3
    probe: office
`);
  expect((await search(...written)).counts.hosts).toMatchObject({ watched: 6, unwatched: 0 });
  expect((await run([...written, '--fail-on', 'unwatched'])).status).toBe(0);
  expect((await run(['--fail-on', 'unwatched'])).status).toBe(1);
});

it.each([
  [['--network', '10.0.0.0/15'], 'these networks have 131,070 addresses'],
  [['--network', '10.0.0.0/16', '--network', '10.1.0.0/16'], 'these networks have 131,068 addresses'],
  [['--network', 'fd00::/111'], 'these networks have 131,072 addresses'],
  [['--network', 'example.com'], 'invalid network "example.com"'],
  [['--network', '10.0.0.0/24', '--ports', '443,https'], 'invalid ports "443,https"'],
  [['--ports', '443'], '--ports needs --network'],
  [['--network', '10.0.0.0/24', '--format', 'sarif'], '--format sarif cannot show servers'],
  [['--network', '10.0.0.0/24', '--format', 'codequality'], '--format codequality cannot show servers'],
])('refuses %j', async (args, message) => {
  const { status, stderr } = await runCli(['discover', ...args], { cwd: directory.root });
  expect(stderr).toContain(message);
  expect(status).toBe(2);
});

it.each(['pull_request', 'pull_request_target', 'merge_group'])('refuses a workflow for %s', async (event) => {
  const before = shop.connections();
  const { status, stderr } = await run([], {}, { GITHUB_EVENT_NAME: event });
  expect(stderr).toContain('error[network-search-refused]');
  expect(status).toBe(2);
  expect(shop.connections()).toBe(before);
});
