import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { fingerprintsOrCodes, readEndpoint } from '../helpers/reading.ts';
import {
  findRefusingPort,
  startHangingServer,
  startTcpServer,
  startTlsServer,
  type TestServer,
  type TestTlsServer,
  type TlsServerOptions,
} from '../helpers/tls-server.ts';

const LIFE = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };

let ec: CreatedCertificate;
let rsa: CreatedCertificate;
const servers: TestServer[] = [];

beforeAll(async () => {
  ec = await createCertificate({ ...LIFE, commonName: 'shop.example' });
  rsa = await createCertificate({ ...LIFE, commonName: 'shop.example', keys: await createKeys('rsa') });
});

afterAll(() => Promise.all(servers.map((server) => server.close())));

async function serve(made: CreatedCertificate, options: TlsServerOptions = {}): Promise<TestTlsServer> {
  const server = await startTlsServer(made, options);
  servers.push(server);
  return server;
}

/** The type of a record (RFC 8446 section 5.1). */
const ALERT = 21;

/** A relay that closes a connection before its first response unless `may` is true for it. Connections count from 1. */
async function relay(to: number, may: (connection: number, answer: Buffer) => boolean): Promise<TestServer> {
  let connections = 0;
  const server = await startTcpServer((socket) => {
    connections += 1;
    const connection = connections;
    const through = connect(to, '127.0.0.1').on('error', () => {});
    socket.pipe(through);
    through.once('data', (answer) => {
      if (!may(connection, answer)) return void socket.destroy();
      socket.write(answer);
      through.pipe(socket);
    });
    socket.on('close', () => through.destroy());
  });
  servers.push(server);
  return server;
}

const getCertificate = ({ certificate }: CreatedCertificate) => certificate;
const getKey = ({ privateKeyPem }: CreatedCertificate) => privateKeyPem;

describe('both_algorithms', () => {
  it.each(['TLSv1', 'TLSv1.2', 'TLSv1.3'] as const)('reads a location for each algorithm over %s', async (version) => {
    const pair = {
      cert: [ec.certificate, rsa.certificate],
      key: [ec.privateKeyPem, rsa.privateKeyPem],
      ...(version === 'TLSv1' ? { ciphers: 'ALL:@SECLEVEL=0' } : {}),
    };
    const { port } = await serve(ec, { ...pair, minVersion: version, maxVersion: version });
    const { source, waits } = await readEndpoint({ port, both_algorithms: true });
    expect(fingerprintsOrCodes(source)).toEqual({
      [`127.0.0.1:${port}#rsa`]: rsa.fingerprint,
      [`127.0.0.1:${port}#ecdsa`]: ec.fingerprint,
    });
    expect(waits).toEqual([]);
  });

  it('reads one location from a server with one algorithm, without a failure', async () => {
    for (const [made, kind] of [
      [ec, 'ecdsa'],
      [rsa, 'rsa'],
    ] as const) {
      const { port } = await serve(made);
      const { source, waits } = await readEndpoint({ port, both_algorithms: true });
      expect(source.failure).toBeNull();
      expect(fingerprintsOrCodes(source)).toEqual({ [`127.0.0.1:${port}#${kind}`]: made.fingerprint });
      expect(waits).toEqual([]);
    }
  });

  it('reads an Ed25519 certificate as ECDSA', async () => {
    const made = await createCertificate({ ...LIFE, commonName: 'shop.example', keys: await createKeys('ed25519') });
    const { port } = await serve(made);
    expect(fingerprintsOrCodes((await readEndpoint({ port, both_algorithms: true })).source)).toEqual({
      [`127.0.0.1:${port}#ecdsa`]: made.fingerprint,
    });
  });

  it('fails the source if the server has neither', async () => {
    const { port } = await serve(ec, { ciphers: 'PSK', maxVersion: 'TLSv1.2' });
    const { source } = await readEndpoint({ port, both_algorithms: true });
    expect(source).toMatchObject({ failure: { code: 'tls-handshake-failed' }, locations: [] });
  });

  it('fails the source if the server is down, after waiting once', async () => {
    const port = await findRefusingPort();
    const { source, waits } = await readEndpoint({ port, both_algorithms: true });
    expect(source).toMatchObject({ failure: { code: 'endpoint-refused' }, locations: [] });
    expect(source.failure?.detail).toMatch(/^127\.0\.0\.1:\d+ refuses/);
    expect(waits).toHaveLength(2);
    const hanging = await startHangingServer();
    servers.push(hanging);
    const { port: silent, connections } = hanging;
    const timed = await readEndpoint({ port: silent, both_algorithms: true, timeout_seconds: 0.1 });
    expect(timed.source).toMatchObject({ failure: { code: 'endpoint-timeout' }, locations: [] });
    expect(connections()).toBe(1);
  });

  it('reads one location from a server that closes the connection for other algorithms', async () => {
    const server = await serve(ec);
    const { port } = await relay(server.port, (_, answer) => answer[0] !== ALERT);
    const { source } = await readEndpoint({ port, both_algorithms: true });
    expect(source.failure).toBeNull();
    expect(fingerprintsOrCodes(source)).toEqual({ [`127.0.0.1:${port}#ecdsa`]: ec.fingerprint });
  });

  it('fails if one algorithm cannot be read for another reason, and keeps the other', async () => {
    const server = await serve(ec, { cert: [ec, rsa].map(getCertificate), key: [ec, rsa].map(getKey) });
    const { port } = await relay(server.port, (connection) => connection === 1);
    const { source } = await readEndpoint({ port, both_algorithms: true });
    expect(source.failure).toMatchObject({ code: 'endpoint-closed' });
    expect(fingerprintsOrCodes(source)).toEqual({ [`127.0.0.1:${port}#rsa`]: rsa.fingerprint });
  });
});
