import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Entry, RawLocation, RawSource, Source } from '../../src/domain/index.ts';
import { createEndpointSource } from '../../src/domain/sources/endpoint.ts';
import type { Io } from '../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { createSemaphore } from '../../src/lib/semaphore.ts';
import { type ReadableEntry, readSources, type ScanOptions } from '../../src/scan/index.ts';
import { startTlsServer, type TestServer } from '../helpers/tls-server.ts';

let root: string;
let server: TestServer;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'certvigil-sources-'));
  writeFileSync(join(root, 'a.pem'), 'a');
  const life = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };
  server = await startTlsServer(await createCertificate({ ...life, commonName: 'shop.example' }));
});

afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  await server.close();
});

function entry(name: string, source: Source): Entry {
  return { name, source, passwords: [], variables: {} } as Partial<Entry> as Entry;
}

function endpoints(...hosts: string[]): Source {
  const targets = hosts.map((host) => ({ host, port: server.port, location: `${host}:${server.port}` }));
  return createEndpointSource(targets);
}

const io = { env: {}, now: () => 0, sleep: async () => {} } as Partial<Io> as Io;

/** What was read, in the order of the entries and of their jobs. */
async function scan(entries: Entry[], options: Partial<ScanOptions> = {}) {
  const usual = {
    root,
    timeout_seconds: 20,
    concurrency: 3,
    network: { deny: [], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy },
  };
  const found: { entry: ReadableEntry; position: number; sources: (RawSource & { locations: RawLocation[] })[] }[] = [];
  await readSources(entries, io, { ...usual, ...options }, ({ entry, position, sources }) => {
    found.push({ entry, position, sources: sources.map((one) => ({ ...one, locations: [...one.locations] })) });
  });
  const getIndex = (one: (typeof found)[number]) => entries.findIndex(({ name }) => name === one.entry.name);
  return found.sort((a, b) => getIndex(a) - getIndex(b) || a.position - b.position).flatMap(({ sources }) => sources);
}

it('each source has its locations, or a failure', async () => {
  const sources = await scan([
    entry('shop', endpoints('localhost', '127.0.0.1')),
    entry('files', {
      kind: 'file',
      patterns: ['missing.pem', '*.pem'],
      exclude: [],
      skip_empty: null,
      trust: 'none',
      ca_file: null,
      aia: false,
      revocation: false,
      purpose: null,
    }),
    entry('legacy', { kind: 'expires', date: '2027-03-01', what: null }),
    entry('dead', endpoints('dead.invalid')),
  ]);
  const { port } = server;
  expect(
    sources.map((source) => [source.entry, source.source, source.failure?.code ?? null, ...source.locations]),
  ).toMatchObject([
    [
      'shop',
      `localhost:${port}`,
      null,
      { location: `localhost:${port}`, observed: { address: `127.0.0.1:${port}` }, served: [{}] },
    ],
    ['shop', `127.0.0.1:${port}`, null, { location: `127.0.0.1:${port}`, served: [{}] }],
    ['files', 'missing.pem', 'file-not-found'],
    ['files', '*.pem', null, { location: 'a.pem', observed: {}, content: Buffer.from('a') }],
    ['legacy', 'declared', null, { location: 'declared', observed: {}, declared: '2027-03-01' }],
    ['dead', `dead.invalid:${port}`, null, { observed: {}, failure: { code: 'endpoint-name-not-found' } }],
  ]);
});

it('progress counts every source', async () => {
  const seen: string[] = [];
  const entries = [
    entry('shop', endpoints('127.0.0.1', '127.0.0.1')),
    entry('x', { kind: 'expires', date: '2027-03-01', what: null }),
  ];
  await scan(entries, { onProgress: ({ done, total }) => seen.push(`${done}/${total}`) });
  expect(new Set(seen)).toEqual(new Set(['0/3', '1/3', '2/3', '3/3']));
});

it('no entries have no sources', async () => {
  expect(await scan([])).toEqual([]);
});

it('at most `concurrency` jobs run at once', async () => {
  const lane = createSemaphore(2);
  let running = 0;
  let most = 0;
  const work = (ticks: number) => async () => {
    running += 1;
    most = Math.max(most, running);
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
    running -= 1;
    if (ticks === 4) throw new Error('four');
    return ticks * 10;
  };
  const results = await Promise.allSettled([5, 1, 4, 2, 3].map((ticks) => lane(work(ticks))));
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
    50,
    10,
    'failed',
    20,
    30,
  ]);
  expect(most).toBe(2);
});
