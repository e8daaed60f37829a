import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { startLegacyTlsServer } from '../helpers/legacy-tls-server.ts';
import { fingerprints, formatDetail, type Reading, readEndpoint } from '../helpers/reading.ts';
import { SCRIPTS, startScriptedServer } from '../helpers/starttls-server.ts';
import {
  findRefusingPort,
  startClosingServer,
  startHangingServer,
  startPlainHttpServer,
  startTcpServer,
  startTlsServer,
  type TestServer,
} from '../helpers/tls-server.ts';

const NOT_BEFORE = new Date('2026-01-01T00:00:00Z');
const NOT_AFTER = new Date('2027-01-01T00:00:00Z');

let ca: CreatedCertificate;
let leaf: CreatedCertificate;
let other: CreatedCertificate;
let rsa: CreatedCertificate;
let directory: string;
const servers: TestServer[] = [];

function kept<Server extends TestServer>(server: Promise<Server>): Promise<Server> {
  return server.then((started) => {
    servers.push(started);
    return started;
  });
}

beforeAll(async () => {
  const life = { notBefore: NOT_BEFORE, notAfter: NOT_AFTER };
  ca = await createCertificate({ ...life, commonName: 'Test CA', ca: true });
  const keys = await createKeys();
  leaf = await createCertificate({ ...life, commonName: 'shop.example', sans: ['shop.example'], issuer: ca, keys });
  other = await createCertificate({ ...life, commonName: 'other.example', issuer: ca, keys });
  rsa = await createCertificate({ ...life, commonName: 'rsa.example', keys: await createKeys('rsa') });
  directory = mkdtempSync(join(tmpdir(), 'certvigil-endpoint-'));
});

afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await Promise.all(servers.map((server) => server.close()));
});

describe('a TLS server', () => {
  it('is read with its certificate and address', async () => {
    const server = await kept(startTlsServer(leaf));
    const { location } = await readEndpoint(server);
    expect(location).toMatchObject({ location: server.location, observed: { address: server.location } });
    expect(fingerprints(location)).toEqual([leaf.fingerprint]);
    expect(server.connections()).toBe(1);
  });

  it.each([
    ['TLSv1.3', '1.3', undefined],
    ['TLSv1.2', '1.2', undefined],
    ['TLSv1.1', '1.1', 'tls-version-obsolete'],
    ['TLSv1', '1.0', 'tls-version-obsolete'],
  ] as const)('is read with its newest TLS version: %s', async (maxVersion, tls_version, code) => {
    const server = await kept(startTlsServer(leaf, { minVersion: 'TLSv1', maxVersion, ciphers: 'ALL:@SECLEVEL=0' }));
    const { location } = await readEndpoint(server);
    expect(location.observed).toMatchObject({ tls_version });
    expect('notice' in location ? location.notice?.code : undefined).toBe(code);
  });

  it.each<[string, TlsOptions, string, boolean | null]>([
    ['the hybrid of browsers', { ecdhCurve: 'X25519MLKEM768:X25519' }, 'X25519MLKEM768', true],
    ['another hybrid', { ecdhCurve: 'SecP256r1MLKEM768:P-256' }, 'SecP256r1MLKEM768', true],
    ['only a curve', { ecdhCurve: 'P-256' }, 'secp256r1', false],
    ['a curve that it prefers to a hybrid', { ecdhCurve: 'X25519:X25519MLKEM768' }, 'X25519', false],
    ['TLS 1.2', { maxVersion: 'TLSv1.2' }, 'X25519', false],
    // The first handshake fails, and the second one prefers what more servers accept.
    ['a curve of few servers', { ecdhCurve: 'P-384' }, 'secp384r1', null],
  ])('is read with the key exchange of %s', async (_, options, group, post_quantum) => {
    const server = await kept(startTlsServer(leaf, options));
    expect((await readEndpoint(server)).location.observed).toMatchObject({ key_exchange: { group, post_quantum } });
  });

  it('is read with the key exchange of RSA without a group', async () => {
    const server = await kept(startTlsServer(rsa, { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' }));
    const { location } = await readEndpoint(server);
    expect(location.observed).toMatchObject({ key_exchange: { group: 'RSA', post_quantum: false } });
  });

  it.each<[TlsOptions, string]>([
    [{ ciphers: 'TLS_AES_256_GCM_SHA384' }, 'TLS_AES_256_GCM_SHA384'],
    [
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305' },
      'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
    ],
  ])('is read with its cipher suite: %o', async (options, cipher) => {
    const server = await kept(startTlsServer(leaf, options));
    expect((await readEndpoint(server)).location.observed).toMatchObject({ cipher });
  });

  describe('on the port of HTTPS', () => {
    const read = async (options: TlsOptions, reading: Reading = {}) => {
      const { port } = await kept(startTlsServer(leaf, options));
      return readEndpoint({ connect_to: { host: '127.0.0.1', port }, ...reading });
    };

    it.each<[string, TlsOptions, string | null]>([
      ['chooses HTTP/2', { ALPNProtocols: ['h2', 'http/1.1'] }, 'h2'],
      ['chooses HTTP/1.1', { ALPNProtocols: ['http/1.1'] }, 'http/1.1'],
      ['chooses none', {}, null],
    ])('is offered what browsers offer, and %s', async (_, options, alpn) => {
      expect((await read(options)).location.observed).toMatchObject({ alpn });
    });

    it('is read without an offer if it rejects all that browsers offer', async () => {
      const { location, waits } = await read({ ALPNProtocols: ['xmpp-client'] });
      expect(fingerprints(location)).toEqual([leaf.fingerprint]);
      expect(location.observed).not.toHaveProperty('alpn');
      expect(location.observed.key_exchange?.post_quantum).toBe(true);
      expect(waits).toEqual([]);
    });

    it('is offered nothing for another port, STARTTLS or a key algorithm', async () => {
      const offered: string[][] = [];
      const ALPNCallback: TlsOptions['ALPNCallback'] = ({ protocols }) => {
        offered.push(protocols);
        return undefined;
      };
      const mail = await kept(startScriptedServer(leaf, 'smtp', SCRIPTS.smtp));
      const connect_to = { host: '127.0.0.1', port: mail.port };
      const { location } = await readEndpoint({ connect_to, starttls: 'smtp' });
      expect([fingerprints(location), location.observed.alpn]).toEqual([[leaf.fingerprint], undefined]);
      expect((await read({ ALPNCallback }, { port: 993 })).location.observed).not.toHaveProperty('alpn');
      expect(fingerprints((await read({ ALPNCallback }, { both_algorithms: true })).location)).toHaveLength(1);
      expect(offered).toEqual([]);
    });
  });

  it('is read although a device on the way waits for ever after a large first packet', async () => {
    const server = await kept(startTlsServer(leaf));
    const device = await kept(
      startTcpServer((socket) => {
        socket.on('error', () => {});
        const backend = connect(server.port, '127.0.0.1');
        backend.on('error', () => socket.destroy());
        backend.pipe(socket);
        socket.on('data', (message) => message.length < 1000 && backend.write(message));
      }),
    );
    const { location } = await readEndpoint({ port: device.port, timeout_seconds: 1 });
    expect(fingerprints(location)).toEqual([leaf.fingerprint]);
    expect(location.observed).toMatchObject({ key_exchange: { group: 'X25519', post_quantum: null } });
  });

  it('is read with its chain, in the order in which it is sent', async () => {
    const server = await kept(startTlsServer(leaf, { chain: [ca, other] }));
    expect(fingerprints((await readEndpoint(server)).location)).toEqual([
      leaf.fingerprint,
      ca.fingerprint,
      other.fingerprint,
    ]);
  });

  it('gets the host or `server_name` as SNI', async () => {
    const server = await kept(startTlsServer(leaf, { names: { 'other.example': other } }));
    const addresses = ['127.0.0.1'];
    const asked = async (reading: Reading) =>
      fingerprints((await readEndpoint({ port: server.port, addresses, ...reading })).location)[0];
    expect(await asked({ host: 'other.example' })).toBe(other.fingerprint);
    expect(await asked({ host: 'other.example.' })).toBe(other.fingerprint);
    expect(await asked({ host: 'x.example', server_name: 'other.example' })).toBe(other.fingerprint);
    expect(await asked({ host: 'other.example', server_name: 'x.example' })).toBe(leaf.fingerprint);
  });

  it('gets no SNI if the host is an address', async () => {
    let asked = false;
    const SNICallback = (_: string, done: (error: null) => void) => {
      asked = true;
      done(null);
    };
    const server = await kept(startTlsServer(leaf, { SNICallback }));
    await readEndpoint(server);
    expect(asked).toBe(false);
  });

  it('is read over IPv6, and at the next address if the first refuses connections', async () => {
    const server = await kept(startTlsServer(leaf, { host: '::1' }));
    // On 127.0.0.1 another server may have the same port.
    const { location } = await readEndpoint({ port: server.port, host: 'localhost', addresses: ['127.7.7.7', '::1'] });
    expect(location).toMatchObject({
      location: `localhost:${server.port}`,
      observed: { address: `[::1]:${server.port}` },
    });
    expect(fingerprints(location)).toEqual([leaf.fingerprint]);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'is read over %s although it requires a client certificate',
    async (version) => {
      const options = { requestCert: true, rejectUnauthorized: true, ca: ca.certificate } as const;
      const server = await kept(startTlsServer(leaf, { ...options, minVersion: version, maxVersion: version }));
      expect(fingerprints((await readEndpoint(server)).location)[0]).toBe(leaf.fingerprint);
    },
  );

  it.each([
    ['supports only the curve P-384', { ecdhCurve: 'P-384' }],
    ['supports only the curve P-384 and TLS 1.3', { ecdhCurve: 'P-384', minVersion: 'TLSv1.3' }],
    ['supports only the curve brainpoolP256r1', { ecdhCurve: 'brainpoolP256r1', maxVersion: 'TLSv1.2' }],
    ['does not encrypt', { maxVersion: 'TLSv1.2', ciphers: 'eNULL:@SECLEVEL=0' }],
    [
      'prefers not to send a certificate',
      {
        ecdhCurve: 'P-384',
        maxVersion: 'TLSv1.2',
        ciphers: 'AECDH-AES128-SHA:ALL:@SECLEVEL=0',
        honorCipherOrder: true,
      },
    ],
    ['supports only TLS 1.0', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' }],
  ] as const)('is read at the second attempt if it %s', async (_, options) => {
    const server = await kept(startTlsServer(leaf, options));
    const { location, waits } = await readEndpoint(server);
    expect(fingerprints(location)).toEqual([leaf.fingerprint]);
    expect(waits).toHaveLength(1);
  });

  it('with two certificates sends the same one after a failed attempt', async () => {
    const cert = [leaf, rsa].map(({ certificate }) => certificate);
    const options = { maxVersion: 'TLSv1.2', honorCipherOrder: false, cert } as const;
    const server = await kept(startTlsServer(leaf, { ...options, key: [leaf, rsa].map((one) => one.privateKeyPem) }));
    const first = await readEndpoint(server);
    let connections = 0;
    const flaky = await kept(
      startTcpServer((socket) => {
        connections += 1;
        if (connections === 1) return void socket.destroy();
        const through = connect(server.port, '127.0.0.1').on('error', () => {});
        socket.pipe(through).pipe(socket);
      }),
    );
    const second = await readEndpoint(flaky);
    expect(second.waits).toHaveLength(1);
    expect(fingerprints(second.location)).toEqual(fingerprints(first.location));
  });

  it('without secure renegotiation is read, and does not get the client certificate', async () => {
    const server = await kept(startLegacyTlsServer(rsa));
    expect(fingerprints((await readEndpoint(server)).location)).toEqual([rsa.fingerprint]);
    writeFileSync(join(directory, 'own.pem'), other.certificate);
    writeFileSync(join(directory, 'own.key'), other.privateKeyPem);
    const client_certificate = { cert: 'own.pem', key: 'own.key' };
    const identified = await readEndpoint({ port: server.port, root: directory, client_certificate });
    expect(fingerprints(identified.location)).toEqual([rsa.fingerprint]);
    expect(server.shown).toEqual([0, 0, 0]);
  });

  it('with only RSA key exchange is read', async () => {
    const server = await kept(startTlsServer(rsa, { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' }));
    expect(fingerprints((await readEndpoint(server)).location)).toEqual([rsa.fingerprint]);
  });
});

describe('an unreadable server', () => {
  const twice = [200, 800];
  it.each([
    ['refuses', 'endpoint-refused', twice, findRefusingPort],
    ['closes mid-handshake', 'endpoint-closed', twice, startClosingServer],
    ['closes immediately', 'endpoint-closed', twice, () => startTcpServer((socket) => socket.destroy())],
    ['speaks plain HTTP', 'endpoint-not-tls', [], startPlainHttpServer],
    [
      'sends a greeting in plain text',
      'endpoint-not-tls',
      [],
      () => startTcpServer((socket) => socket.write('220 mail\r\n')),
    ],
    ['never responds', 'endpoint-timeout', [], startHangingServer],
    [
      'rejects the handshake',
      'tls-handshake-failed',
      twice,
      () => startTlsServer(leaf, { ciphers: 'PSK', maxVersion: 'TLSv1.2' }),
    ],
  ] as const)('that %s is %s', async (_, code, waits, start) => {
    const started = await start();
    const port = typeof started === 'number' ? started : started.port;
    if (typeof started !== 'number') servers.push(started);
    const reading = await readEndpoint({ port, timeout_seconds: code === 'endpoint-timeout' ? 0.05 : 20 });
    expect(reading).toMatchObject({ location: { failure: { code } }, waits });
    expect(formatDetail(reading.location)).toContain(`127.0.0.1:${port}`);
  });

  it('is retried after a transient failure', async () => {
    const server = await kept(startTlsServer(leaf, { minVersion: 'TLSv1.3' }));
    let connections = 0;
    const flaky = await kept(
      startTcpServer((socket) => {
        connections += 1;
        if (connections < 3) return void socket.destroy();
        const through = connect(server.port, '127.0.0.1').on('error', () => {});
        socket.pipe(through).pipe(socket);
      }),
    );
    const { location, waits } = await readEndpoint(flaky);
    expect(fingerprints(location)).toEqual([leaf.fingerprint]);
    expect(waits).toEqual(twice);
  });

  it('times out with the phase in the message', async () => {
    const hanging = await kept(startHangingServer());
    const detail = async (reading: Partial<Reading>) => {
      return formatDetail((await readEndpoint({ port: hanging.port, timeout_seconds: 0.4, ...reading })).location);
    };
    expect(await detail({})).toContain('(TLS handshake)');
    expect(await detail({ starttls: 'imap' })).toContain('STARTTLS');
  });

  it.each([
    ['ENOTFOUND', 'endpoint-name-not-found', []],
    ['ENODATA', 'endpoint-no-address', []],
    ['ELOOP', 'endpoint-cname-loop', []],
    ['ETIMEOUT', 'endpoint-dns-timeout', []],
    ['EAI_AGAIN', 'endpoint-dns-failed', twice],
    ['ESERVFAIL', 'endpoint-dns-failed', twice],
  ])('whose name lookup fails with %s is %s', async (code, expected, waits) => {
    const lookup = () => Promise.reject(Object.assign(new Error('secret'), { code }));
    const reading = await readEndpoint({ host: 'shop.example', names: { lookup } });
    expect(reading.location).toMatchObject({
      location: 'shop.example:443',
      observed: {},
      failure: { code: expected },
    });
    expect(formatDetail(reading.location)).not.toContain('secret');
    expect(reading.waits).toEqual(waits);
  });
});
