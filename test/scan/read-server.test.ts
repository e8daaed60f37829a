import { constants } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
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
  return { ...target, requested: 'default', profile: 'default', thorough: false, addresses, seconds: 20 };
}

describe('reading a server', () => {
  it('connects to the next address if the first one refuses', async () => {
    const read = await readServer(createAttempt(['127.0.0.9', '127.0.0.1']), createContextCache(null));
    expect(read).toMatchObject({ address: `127.0.0.1:${server.port}`, served: [expect.anything()] });
  });

  it('names no address if all refuse', async () => {
    const read = await readServer(createAttempt(['127.0.0.8', '127.0.0.9']), createContextCache(null));
    expect(read).toMatchObject({ address: null, failure: { code: 'endpoint-refused' } });
  });

  it('fails at once if the handshake cannot start', async () => {
    const unusable = createSecureContext({ secureOptions: constants.SSL_OP_NO_TLSv1_2 | constants.SSL_OP_NO_TLSv1_3 });
    const read = await readServer(createAttempt(['127.0.0.1']), () => unusable);
    expect(read).toMatchObject({ failure: { code: 'tls-handshake-failed' } });
  });
});
