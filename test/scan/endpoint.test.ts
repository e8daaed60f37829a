import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeServed } from '../../src/certificate/index.ts';
import { type Made, makeCertificate, makeKeys } from '../../src/demo/make-certificate.ts';
import { readEndpoint } from '../../src/scan/endpoint.ts';
import type { EndpointTarget, RawPlace, StartTls } from '../../src/types.ts';
import {
  DIALOGUES,
  findRefusingPort,
  startClosingServer,
  startHangingServer,
  startPlainHttpServer,
  startStartTlsServer,
  startTcpServer,
  startTlsServer,
  type TestServer,
} from '../helpers/tls-server.ts';

const NOT_BEFORE = new Date('2026-01-01T00:00:00Z');
const NOT_AFTER = new Date('2027-01-01T00:00:00Z');

let ca: Made;
let leaf: Made;
let other: Made;
const servers: TestServer[] = [];

function kept(server: Promise<TestServer>): Promise<TestServer> {
  return server.then((started) => {
    servers.push(started);
    return started;
  });
}

beforeAll(async () => {
  const life = { notBefore: NOT_BEFORE, notAfter: NOT_AFTER };
  ca = await makeCertificate({ ...life, commonName: 'Test CA', ca: true });
  const keys = await makeKeys();
  leaf = await makeCertificate({ ...life, commonName: 'shop.example', sans: ['shop.example'], issuer: ca, keys });
  other = await makeCertificate({ ...life, commonName: 'other.example', issuer: ca, keys });
});

afterAll(() => Promise.all(servers.map((server) => server.close())));

function target(port: number, host = '127.0.0.1'): EndpointTarget {
  return { host, port, place: `${host}:${port}` };
}

interface Reading {
  port: number;
  host?: string;
  server_name?: string;
  starttls?: StartTls;
  timeout_seconds?: number;
  addresses?: string[];
}

/** Reads an endpoint without a wait between the tries; gives the waits that there would have been. */
async function read(reading: Reading): Promise<{ place: RawPlace; waits: number[] }> {
  const waits: number[] = [];
  const place = await readEndpoint(
    target(reading.port, reading.host),
    { kind: 'endpoint', targets: [], server_name: reading.server_name ?? null, starttls: reading.starttls ?? null },
    {
      timeout_seconds: reading.timeout_seconds ?? 20,
      lookup: async (host) => reading.addresses ?? [host],
      sleep: async (milliseconds) => void waits.push(milliseconds),
    },
  );
  return { place, waits };
}

function fingerprints(place: RawPlace): (string | null | undefined)[] {
  const decoded = 'served' in place ? decodeServed(place.served) : null;
  if (decoded === null || 'code' in decoded) return [undefined];
  return [decoded.fingerprint, ...decoded.chain.map(({ fingerprint_sha256 }) => fingerprint_sha256)];
}

describe('a TLS server', () => {
  it('shows its certificate and the address that was connected to', async () => {
    const server = await kept(startTlsServer(leaf));
    const { place } = await read(server);
    expect(place).toMatchObject({ place: server.place, address: server.place });
    expect(fingerprints(place)).toEqual([leaf.fingerprint]);
    expect(server.connections()).toBe(1);
  });

  it('shows the chain that it serves, in the order in which it serves it', async () => {
    const server = await kept(startTlsServer(leaf, { chain: [ca, other] }));
    expect(fingerprints((await read(server)).place)).toEqual([leaf.fingerprint, ca.fingerprint, other.fingerprint]);
  });

  it('is asked for the host by name, or for the server name where one is given', async () => {
    const server = await kept(startTlsServer(leaf, { names: { 'other.example': other } }));
    const addresses = ['127.0.0.1'];
    const asked = async (reading: Omit<Reading, 'port'>) =>
      fingerprints((await read({ port: server.port, addresses, ...reading })).place)[0];
    expect(await asked({ host: 'other.example' })).toBe(other.fingerprint);
    expect(await asked({ host: 'other.example.' })).toBe(other.fingerprint);
    expect(await asked({ host: 'x.example', server_name: 'other.example' })).toBe(other.fingerprint);
    expect(await asked({ host: 'other.example', server_name: 'x.example' })).toBe(leaf.fingerprint);
  });

  it('is asked for no name where the host is an address', async () => {
    let asked = false;
    const SNICallback = (_: string, done: (error: null) => void) => {
      asked = true;
      done(null);
    };
    const server = await kept(startTlsServer(leaf, { SNICallback }));
    await read(server);
    expect(asked).toBe(false);
  });

  it('is found on IPv6, and on the next address where the first refuses', async () => {
    const server = await kept(startTlsServer(leaf, { host: '::1' }));
    const { place } = await read({ port: server.port, host: 'localhost', addresses: ['127.0.0.1', '::1'] });
    expect(place).toMatchObject({ place: `localhost:${server.port}`, address: `[::1]:${server.port}` });
    expect(fingerprints(place)).toEqual([leaf.fingerprint]);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'shows it under %s also where it demands one of the client',
    async (version) => {
      const options = { requestCert: true, rejectUnauthorized: true, ca: ca.certificate } as const;
      const server = await kept(startTlsServer(leaf, { ...options, minVersion: version, maxVersion: version }));
      expect(fingerprints((await read(server)).place)[0]).toBe(leaf.fingerprint);
    },
  );

  it.each([
    ['knows the curve P-384 alone', { ecdhCurve: 'P-384' }],
    ['speaks TLS 1.0 alone', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' }],
  ] as const)('is read at the second try where it %s', async (_, options) => {
    const server = await kept(startTlsServer(leaf, options));
    const { place, waits } = await read(server);
    expect(fingerprints(place)).toEqual([leaf.fingerprint]);
    expect(waits).toHaveLength(1);
  });

  it('that knows the RSA key exchange alone is read', async () => {
    const life = { notBefore: NOT_BEFORE, notAfter: NOT_AFTER };
    const rsa = await makeCertificate({ ...life, commonName: 'rsa.example', keys: await makeKeys('rsa') });
    const server = await kept(startTlsServer(rsa, { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' }));
    expect(fingerprints((await read(server)).place)).toEqual([rsa.fingerprint]);
  });
});

describe('STARTTLS', () => {
  it.each(['smtp', 'imap', 'pop3'] as const)('leads to the certificate over %s', async (starttls) => {
    const server = await kept(startStartTlsServer(leaf, DIALOGUES[starttls]));
    expect(fingerprints((await read({ port: server.port, starttls })).place)).toEqual([leaf.fingerprint]);
  });

  it.each([
    ['smtp', 'a server that is busy', 'starttls-refused', { ...DIALOGUES.smtp, greeting: '554 no\r\n' }],
    ['smtp', 'one that speaks otherwise', 'starttls-refused', { ...DIALOGUES.smtp, greeting: 'SSH-2.0-x\r\n' }],
    ['smtp', 'an endless greeting', 'starttls-refused', { ...DIALOGUES.smtp, greeting: '220-x\r\n'.repeat(20_000) }],
    ['smtp', 'an endless line', 'starttls-refused', { ...DIALOGUES.smtp, greeting: 'x'.repeat(100_000) }],
    ['imap', 'a session that is open already', 'starttls-refused', { ...DIALOGUES.imap, greeting: '* PREAUTH\r\n' }],
    ['pop3', 'no STLS', 'starttls-refused', { ...DIALOGUES.pop3, answers: { STLS: '-ERR unknown\r\n' } }],
    ['pop3', 'text after the word', 'starttls-injection', { ...DIALOGUES.pop3, answers: { STLS: '+OK\r\n+OK x\r\n' } }],
    ['imap', 'part of a line after it', 'starttls-injection', { ...DIALOGUES.imap, answers: { a1: 'a1 OK\r\n* B' } }],
  ] as const)('over %s with %s is %s', async (starttls, _, code, dialogue) => {
    const server = await kept(startStartTlsServer(leaf, dialogue));
    const { place, waits } = await read({ port: server.port, starttls });
    expect(place).toMatchObject({ address: server.place, failure: { code } });
    expect(waits).toEqual([]);
  });

  it('that the server breaks off is endpoint-closed', async () => {
    const server = await kept(startTcpServer((socket) => socket.end('220 ready\r\n')));
    expect((await read({ port: server.port, starttls: 'smtp' })).place).toMatchObject({
      failure: { code: 'endpoint-closed' },
    });
  });
});

describe('a server that cannot be read', () => {
  const twice = [200, 800];
  it.each([
    ['refuses', 'endpoint-refused', twice, findRefusingPort],
    ['closes mid-handshake', 'endpoint-closed', twice, startClosingServer],
    ['closes at once', 'endpoint-closed', twice, () => startTcpServer((socket) => socket.destroy())],
    ['speaks plain HTTP', 'endpoint-not-tls', [], startPlainHttpServer],
    ['greets in plain text', 'endpoint-not-tls', [], () => startTcpServer((socket) => socket.write('220 mail\r\n'))],
    ['never answers', 'endpoint-timeout', [], startHangingServer],
    [
      'refuses the handshake',
      'tls-handshake-failed',
      twice,
      () => startTlsServer(leaf, { ciphers: 'PSK', maxVersion: 'TLSv1.2' }),
    ],
  ] as const)('because it %s is %s', async (_, code, waits, start) => {
    const started = await start();
    const port = typeof started === 'number' ? started : started.port;
    if (typeof started !== 'number') servers.push(started);
    const reading = await read({ port, timeout_seconds: code === 'endpoint-timeout' ? 0.05 : 20 });
    expect(reading).toMatchObject({ place: { failure: { code } }, waits });
    expect((reading.place as { failure: { detail: string } }).failure.detail).toContain(`127.0.0.1:${port}`);
  });

  it('is tried again, and read once the fault has passed', async () => {
    const server = await kept(startTlsServer(leaf));
    let connections = 0;
    const flaky = await kept(
      startTcpServer((socket) => {
        connections += 1;
        if (connections < 3) return void socket.destroy();
        const through = connect(server.port, '127.0.0.1').on('error', () => {});
        socket.pipe(through).pipe(socket);
      }),
    );
    const { place, waits } = await read(flaky);
    expect(fingerprints(place)).toEqual([leaf.fingerprint]);
    expect(waits).toEqual(twice);
  });

  it('says where the time went', async () => {
    const hanging = await kept(startHangingServer());
    const detail = async (reading: Partial<Reading>) => {
      const { place } = await read({ port: hanging.port, timeout_seconds: 0.05, ...reading });
      return (place as { failure: { detail: string } }).failure.detail;
    };
    expect(await detail({})).toContain('in the TLS handshake');
    expect(await detail({ starttls: 'imap' })).toContain('STARTTLS');
  });

  it.each([
    ['ENOTFOUND', 'endpoint-name-not-found', []],
    ['EAI_AGAIN', 'endpoint-dns-failed', twice],
  ])('whose name gives %s is %s', async (code, expected, waits) => {
    const slept: number[] = [];
    const place = await readEndpoint(
      target(443, 'shop.example'),
      { kind: 'endpoint', targets: [], server_name: null, starttls: null },
      {
        timeout_seconds: 20,
        lookup: () => Promise.reject(Object.assign(new Error('secret'), { code })),
        sleep: async (milliseconds) => void slept.push(milliseconds),
      },
    );
    expect(place).toMatchObject({ place: 'shop.example:443', address: null, failure: { code: expected } });
    expect(JSON.stringify(place)).not.toContain('secret');
    expect(slept).toEqual(waits);
  });

  it('whose name is never answered times out', async () => {
    const place = await readEndpoint(
      target(443, 'shop.example'),
      { kind: 'endpoint', targets: [], server_name: null, starttls: null },
      { timeout_seconds: 0.02, lookup: () => new Promise(() => {}), sleep: async () => {} },
    );
    expect(place).toMatchObject({ failure: { code: 'endpoint-timeout' } });
  });
});
