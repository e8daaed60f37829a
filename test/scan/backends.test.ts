import { type AddressInfo, connect, createServer } from 'node:net';
import { pipeline } from 'node:stream';
import { createSecureContext } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { RawLocation } from '../../src/domain/index.ts';
import { fingerprintOrCode, type Reading, readEndpoint } from '../helpers/reading.ts';
import { startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';

const SERVER_NAME = 'shop.example.com';
const servers: Pick<TestTlsServer, 'close'>[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

const createLeaf = (year: number) =>
  createCertificate({
    commonName: SERVER_NAME,
    sans: [SERVER_NAME],
    notBefore: new Date('2026-01-01'),
    notAfter: new Date(`${year}-01-01`),
  });
const STALE = await createLeaf(2027);
const CURRENT = await createLeaf(2028);

/** A load balancer: each connection gets the next of these certificates. */
async function startBalancer(backends: (typeof STALE)[]): Promise<TestTlsServer> {
  const contexts = backends.map(({ certificate, privateKeyPem }) =>
    createSecureContext({ cert: certificate, key: privateKeyPem }),
  );
  let next = 0;
  const server = await startTlsServer(CURRENT, {
    SNICallback: (_, done) => {
      done(null, contexts[next % contexts.length]);
      next += 1;
    },
  });
  servers.push(server);
  return server;
}

async function read({ port }: TestTlsServer, reading: Reading = {}) {
  const { source } = await readEndpoint({ port, server_name: SERVER_NAME, trust: 'none', ...reading });
  return source.locations.map((location) => [fingerprintOrCode(location), getHandshakes(location)]);
}

const getHandshakes = (location: RawLocation) => location.observed.handshakes;

/** A load balancer in front of servers with the same certificate, which passes on bytes. */
async function startForwarder(backends: readonly TestTlsServer[]): Promise<number> {
  let next = 0;
  const forwarder = createServer((client) => {
    const backend = connect(backends[next % backends.length]?.port ?? 0, '127.0.0.1');
    next += 1;
    pipeline(client, backend, client, () => undefined);
  });
  servers.push({ close: () => new Promise((closed) => forwarder.close(() => closed())) });
  await new Promise<void>((listening) => forwarder.listen(0, '127.0.0.1', listening));
  return (forwarder.address() as AddressInfo).port;
}

describe('an address with several backends', () => {
  it.each([
    ['first', [{ ecdhCurve: 'X25519' }, {}]],
    ['last', [{}, { ecdhCurve: 'X25519' }]],
  ])('has the key exchange of the one without post-quantum cryptography, if that is the %s', async (_, all) => {
    const backends = await Promise.all(all.map((options) => startTlsServer(CURRENT, options)));
    servers.push(...backends);
    const port = await startForwarder(backends);
    const { location } = await readEndpoint({ port, server_name: SERVER_NAME, trust: 'none', handshakes: 2 });
    expect(location.observed).toMatchObject({
      handshakes: { served: 2, total: 2 },
      key_exchange: { group: 'X25519', post_quantum: false },
    });
  });

  it('has one handshake if its certificate is that of the last scan', async () => {
    const balancer = await startBalancer([CURRENT, STALE]);
    expect(await read(balancer, { known: [CURRENT.fingerprint] })).toEqual([[CURRENT.fingerprint, undefined]]);
    expect(balancer.connections()).toBe(1);
  });

  it('has ten more handshakes if its certificate is not that of the last scan', async () => {
    const balancer = await startBalancer([CURRENT, CURRENT, CURRENT, STALE]);
    expect(await read(balancer, { known: [STALE.fingerprint] })).toEqual([
      [CURRENT.fingerprint, { served: 9, total: 11 }],
      [STALE.fingerprint, { served: 2, total: 11 }],
    ]);
  });

  it('has ten more handshakes while it presented several certificates in the last scan', async () => {
    const balancer = await startBalancer([CURRENT]);
    const known = [CURRENT.fingerprint, STALE.fingerprint];
    expect(await read(balancer, { known })).toEqual([[CURRENT.fingerprint, { served: 11, total: 11 }]]);
  });

  it('has as many handshakes as `connections` says, and ten more if they differ', async () => {
    const same = await startBalancer([CURRENT]);
    expect(await read(same, { handshakes: 4 })).toEqual([[CURRENT.fingerprint, { served: 4, total: 4 }]]);
    const balancer = await startBalancer([CURRENT, CURRENT, CURRENT, STALE]);
    const found = await read(balancer, { handshakes: 4 });
    expect(found.map(([, handshakes]) => handshakes)).toEqual([
      { served: 11, total: 14 },
      { served: 3, total: 14 },
    ]);
  });
});

describe('a list of backends', () => {
  it('has a location for each, with its own certificate or failure', async () => {
    const [current, stale] = [await startBalancer([CURRENT]), await startBalancer([STALE])];
    const { source } = await readEndpoint({
      port: current.port,
      host: SERVER_NAME,
      addresses: ['127.0.0.1'],
      trust: 'none',
      backends: [
        { host: '127.0.0.1', port: null },
        { host: '127.0.0.1', port: stale.port },
        { host: 'localhost', port: 1 },
      ],
    });
    const location = `${SERVER_NAME}:${current.port}`;
    expect(source.locations.map((one) => [one.location, fingerprintOrCode(one)])).toEqual([
      [`${location}@127.0.0.1`, CURRENT.fingerprint],
      [`${location}@127.0.0.1:${stale.port}`, STALE.fingerprint],
      [`${location}@localhost:1`, 'endpoint-refused'],
    ]);
  });
});
