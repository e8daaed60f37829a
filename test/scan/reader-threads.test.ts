import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import type { RawLocation } from '../../src/domain/index.ts';
import type { Io } from '../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { subscribeTrace, type TraceEvent } from '../../src/lib/trace/trace.ts';
import { openNetwork } from '../../src/scan/network/index.ts';
import { createContextCache } from '../../src/scan/tls/client-profiles.ts';
import { type ConnectionAttempt, readServer } from '../../src/scan/tls/read-server.ts';
import { type ReaderThreads, startReaderThreads } from '../../src/scan/tls/reader-threads.ts';
import { findRefusingPort, startHangingServer, startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';

let leaf: CreatedCertificate;
let server: TestTlsServer;
let threads: ReaderThreads;
const bugs: unknown[] = [];

const readHere = (attempt: ConnectionAttempt) => readServer(attempt, createContextCache(null));

beforeAll(async () => {
  leaf = await createCertificate({
    commonName: 'shop.example',
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2027-01-01T00:00:00Z'),
    keys: await createKeys('ec'),
  });
  server = await startTlsServer(leaf);
  threads = startReaderThreads(2, readHere, (bug) => bugs.push(bug));
});

afterAll(async () => {
  threads.close();
  await server.close();
});

function createAttempt(port: number, others: Partial<ConnectionAttempt> = {}): ConnectionAttempt {
  const location = `127.0.0.1:${port}`;
  const target = {
    location,
    host: '127.0.0.1',
    port,
    address: null,
    name: 'shop.example',
    starttls: null,
    proxy: null,
  };
  const profile = { requested: 'default', protocols: [], profile: 'default', thorough: false } as const;
  return { ...target, ...profile, addresses: ['127.0.0.1'], seconds: 20, ...others };
}

/** Bytes from another thread are not a Buffer. */
function toComparable(location: RawLocation): unknown {
  return 'served' in location ? { ...location, served: location.served.map((der) => [...der]) } : location;
}

// A thread of another test that still starts would be counted.
describe('the threads that read servers', { shuffle: false }, () => {
  it('read the same certificates as this thread, each attempt for itself', async () => {
    const attempts = Array.from({ length: 20 }, () => createAttempt(server.port));
    const here = toComparable(await readHere(createAttempt(server.port)));
    const read = await Promise.all(attempts.map((attempt) => threads.readServer(attempt)));
    expect(read.map(toComparable)).toEqual(attempts.map(() => here));
  });

  it('send what they trace to this thread', async () => {
    const events: TraceEvent[] = [];
    const stop = subscribeTrace((event) => void events.push(event));
    const traced = startReaderThreads(1, readHere, (bug) => bugs.push(bug));
    try {
      await traced.readServer(createAttempt(server.port));
    } finally {
      traced.close();
      stop();
    }
    expect(events).toMatchObject([
      { kind: 'connect', subject: server.location, result: 'connected' },
      { kind: 'handshake', subject: `${server.location} server name shop.example, profile default` },
    ]);
  });

  it('return the same failures as this thread', async () => {
    const refused = createAttempt(await findRefusingPort());
    const read = await threads.readServer(refused);
    expect(read).toEqual(await readHere(refused));
    expect(read).toMatchObject({ failure: { code: 'endpoint-refused' } });
  });

  it('pass on a bug at one server, and go on with the others', async () => {
    const broken = createAttempt(server.port, { addresses: null as unknown as string[] });
    await expect(threads.readServer(broken)).rejects.toThrow(TypeError);
    expect(await threads.readServer(createAttempt(server.port))).toHaveProperty('served');
    expect(bugs).toEqual([]);
  });

  it('leave what they did not finish to this thread when they end', async () => {
    const hanging = await startHangingServer();
    const repeated: string[] = [];
    const readAgain = async (attempt: ConnectionAttempt) => {
      repeated.push(attempt.location);
      return readHere(createAttempt(server.port));
    };
    const abandoned = startReaderThreads(1, readAgain, (bug) => bugs.push(bug));
    const pending = abandoned.readServer(createAttempt(hanging.port));
    abandoned.close();
    expect(await pending).toHaveProperty('served');
    expect(await abandoned.readServer(createAttempt(server.port))).toHaveProperty('served');
    expect(repeated).toEqual([`127.0.0.1:${hanging.port}`, server.location]);
    await hanging.close();
  });

  it('go on without one that ends', async () => {
    const workers: Worker[] = [];
    const collect = (worker: Worker) => void workers.push(worker);
    process.on('worker', collect);
    const hanging = await startHangingServer();
    const repeated: string[] = [];
    const readAgain = async (attempt: ConnectionAttempt) => {
      repeated.push(attempt.location);
      return readHere(createAttempt(server.port));
    };
    const pool = startReaderThreads(2, readAgain, (bug) => bugs.push(bug));
    const pending = pool.readServer(createAttempt(hanging.port));
    await expect.poll(() => workers).toHaveLength(2);
    process.off('worker', collect);
    await workers[0]?.terminate();
    expect(await pending).toHaveProperty('served');
    const read = await Promise.all([1, 2, 3].map(() => pool.readServer(createAttempt(server.port))));
    expect(read.every((location) => 'served' in location)).toBe(true);
    expect(repeated).toEqual([`127.0.0.1:${hanging.port}`]);
    pool.close();
    await hanging.close();
  });
});

describe('the network of a scan', () => {
  it.each([1, 1000])('reads the certificates of one of %d servers', async (servers) => {
    const io = { env: {}, sleep: async () => {} } as unknown as Io;
    const policy = { deny: [], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy };
    const options = { root: '/', timeout_seconds: 20, concurrency: 10, network: policy, servers };
    const network = await openNetwork(
      io,
      options,
      async () => null,
      (bug) => bugs.push(bug),
    );
    expect(await network.readServer(createAttempt(server.port))).toHaveProperty('served');
    network.close();
    expect(bugs).toEqual([]);
  });
});
