import { constants } from 'node:crypto';
import { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { type ConnectionProgress, connectFirst, endAttempt } from '../../src/scan/network/tcp.ts';
import { createContextCache } from '../../src/scan/tls/client-profiles.ts';
import { type ConnectionAttempt, readServer } from '../../src/scan/tls/read-server.ts';
import { startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';

let server: TestTlsServer;

beforeAll(async () => {
  const leaf = await createCertificate({
    commonName: 'shop.example',
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2027-01-01T00:00:00Z'),
    keys: await createKeys('ec'),
  });
  server = await startTlsServer(leaf);
});

afterAll(() => server.close());

function createAttempt(addresses: string[]): ConnectionAttempt {
  const { port, location } = server;
  const target = {
    location,
    host: '127.0.0.1',
    port,
    address: null,
    name: 'shop.example',
    starttls: null,
    proxy: null,
  };
  return {
    ...target,
    requested: 'default',
    protocols: [],
    profile: 'default',
    thorough: false,
    addresses,
    seconds: 20,
  };
}

describe('reading a server', () => {
  it('connects to the next address if the first one refuses', async () => {
    const read = await readServer(createAttempt(['127.0.0.9', '127.0.0.1']), createContextCache(null));
    expect(read).toMatchObject({ observed: { address: `127.0.0.1:${server.port}` }, served: [expect.anything()] });
  });

  it('names no address if all refuse', async () => {
    const read = await readServer(createAttempt(['127.0.0.8', '127.0.0.9']), createContextCache(null));
    expect(read).toMatchObject({ observed: {}, failure: { code: 'endpoint-refused' } });
  });

  it('fails at once if the handshake cannot start', async () => {
    const unusable = createSecureContext({ secureOptions: constants.SSL_OP_NO_TLSv1_2 | constants.SSL_OP_NO_TLSv1_3 });
    const read = await readServer(createAttempt(['127.0.0.1']), () => unusable);
    expect(read).toMatchObject({ failure: { code: 'tls-handshake-failed' } });
  });
});

it.each([[['192.0.2.1']], [['192.0.2.1', '192.0.2.2']]])(
  'an attempt at %j that is over waits for no connection, and opens no other one',
  async (addresses) => {
    const opened: string[] = [];
    const progress = { phase: 'connect', step: '', socket: null, address: null, finished: false } as const;
    const attempt: ConnectionProgress = { ...progress };
    const open = (address: string) => {
      opened.push(address);
      return new Socket();
    };
    const connected = connectFirst(open, { addresses, port: 443 }, attempt, performance.now() + 600_000);
    endAttempt(attempt);
    await expect(connected).rejects.toThrow('ECONNRESET');
    expect(opened).toEqual(['192.0.2.1']);
  },
);
