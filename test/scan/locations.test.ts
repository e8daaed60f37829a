import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { createAddressPolicy, createPublicAddressPolicy } from '../../src/lib/network/address-policy.ts';
import {
  fingerprintOrCode,
  fingerprints,
  fingerprintsOrCodes,
  formatDetail,
  readEndpoint,
} from '../helpers/reading.ts';
import { SCRIPTS, startScriptedServer } from '../helpers/starttls-server.ts';
import { startTlsServer, type TestServer, type TestTlsServer, type TlsServerOptions } from '../helpers/tls-server.ts';

const LIFE = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };

let ca: CreatedCertificate;
let ec: CreatedCertificate;
let rsa: CreatedCertificate;
let directory: string;
const servers: TestServer[] = [];

beforeAll(async () => {
  ca = await createCertificate({ ...LIFE, commonName: 'Test CA', ca: true });
  ec = await createCertificate({ ...LIFE, commonName: 'shop.example', issuer: ca });
  rsa = await createCertificate({ ...LIFE, commonName: 'shop.example', issuer: ca, keys: await createKeys('rsa') });
  directory = mkdtempSync(join(tmpdir(), 'certvigil-locations-'));
});

afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await Promise.all(servers.map((server) => server.close()));
});

async function serve(made: CreatedCertificate, options: TlsServerOptions = {}): Promise<TestTlsServer> {
  const server = await startTlsServer(made, options);
  servers.push(server);
  return server;
}

/** A server on the same port of another address of loopback. */
async function beside(made: CreatedCertificate, address: string, port: number): Promise<void> {
  servers.push(await startTlsServer(made, { host: address, port }));
}

describe('every address of a name', () => {
  it('is a separate location, which shows a different certificate', async () => {
    const { port } = await serve(ec);
    await beside(rsa, '127.0.0.2', port);
    const { source } = await readEndpoint({
      host: 'shop.example',
      port,
      addresses: ['127.0.0.1', '127.0.0.2', '127.0.0.1'],
      every_address: true,
    });
    expect(source).toMatchObject({ source: `shop.example:${port}`, failure: null });
    expect(fingerprintsOrCodes(source)).toEqual({
      [`shop.example:${port}@127.0.0.1`]: ec.fingerprint,
      [`shop.example:${port}@127.0.0.2`]: rsa.fingerprint,
    });
    expect(source.locations[1]).toMatchObject({ observed: { address: `127.0.0.2:${port}` } });
  });

  it('fails without affecting the others', async () => {
    const { port } = await serve(ec);
    const addresses = ['127.0.0.1', '127.0.0.3', '169.254.169.254'];
    const { source } = await readEndpoint({ host: 'shop.example', port, addresses, every_address: true });
    expect(fingerprintsOrCodes(source)).toEqual({
      [`shop.example:${port}@127.0.0.1`]: ec.fingerprint,
      [`shop.example:${port}@127.0.0.3`]: 'endpoint-refused',
      [`shop.example:${port}@169.254.169.254`]: 'endpoint-denied',
    });
  });

  it('of a family that cannot be looked up is a note, and does not fail the source', async () => {
    const { port } = await serve(ec);
    const lookupAddresses = async () => ({ addresses: ['127.0.0.1'], missing: 'ETIMEOUT' });
    const { source } = await readEndpoint({
      host: 'shop.example',
      port,
      every_address: true,
      names: { lookupAddresses },
    });
    expect(source.failure).toBeNull();
    expect(source.unlisted).toEqual([
      {
        server: `shop.example:${port}`,
        family: 6,
        failure: {
          code: 'endpoint-addresses-missing',
          detail: expect.stringContaining('IPv6 addresses of shop.example'),
        },
      },
    ]);
    expect(fingerprintsOrCodes(source)).toEqual({ [`shop.example:${port}@127.0.0.1`]: ec.fingerprint });
  });

  it('of a missing name fails the source', async () => {
    const lookupAddresses = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }));
    const { source } = await readEndpoint({ host: 'shop.example', every_address: true, names: { lookupAddresses } });
    expect(source).toMatchObject({ failure: { code: 'endpoint-name-not-found' }, locations: [] });
  });
});

describe('a service', () => {
  it('has a location for each server, with its own SNI', async () => {
    const a = await serve(ec, { names: { 'a.example': rsa } });
    const b = await serve(ec);
    const lookupServices = async () => [
      { host: 'a.example', port: a.port },
      { host: 'b.example', port: b.port },
    ];
    const reading = { services: ['_imaps._tcp.example'], addresses: ['127.0.0.1'], names: { lookupServices } };
    const { source } = await readEndpoint(reading);
    expect(source.source).toBe('_imaps._tcp.example');
    expect(fingerprintsOrCodes(source)).toEqual({
      [`a.example:${a.port}`]: rsa.fingerprint,
      [`b.example:${b.port}`]: ec.fingerprint,
    });
  });

  it('selects STARTTLS by its service', async () => {
    const server = await startScriptedServer(ec, 'imap', SCRIPTS.imap);
    servers.push(server);
    const names = { lookupServices: async () => [{ host: 'a.example', port: server.port }] };
    const reading = { services: ['_imap._tcp.example'], addresses: ['127.0.0.1'], names };
    expect(fingerprintOrCode((await readEndpoint(reading)).location)).toBe(ec.fingerprint);
  });

  it('of XMPP uses the domain as SNI', async () => {
    const server = await serve(ec, { names: { 'chat.example': rsa } });
    const names = { lookupServices: async () => [{ host: 'a.example', port: server.port }] };
    const reading = { services: ['_xmpps-client._tcp.chat.example'], addresses: ['127.0.0.1'], names };
    expect(fingerprintOrCode((await readEndpoint(reading)).location)).toBe(rsa.fingerprint);
    expect(fingerprintOrCode((await readEndpoint({ ...reading, server_name: 'x.example' })).location)).toBe(
      ec.fingerprint,
    );
  });

  it.each([
    ['ENOTFOUND', 'service-not-found'],
    ['ENODATA', 'service-not-found'],
    ['ETIMEOUT', 'endpoint-dns-timeout'],
    ['ESERVFAIL', 'endpoint-dns-failed'],
    [null, 'service-not-offered'],
  ])('whose lookup fails with %s is %s', async (code, expected) => {
    const lookupServices = async () => {
      if (code !== null) throw Object.assign(new Error(), { code });
      return [];
    };
    const { source } = await readEndpoint({ services: ['_imaps._tcp.example'], names: { lookupServices } });
    expect(source).toMatchObject({ source: '_imaps._tcp.example', failure: { code: expected }, locations: [] });
  });
});

describe('connect_to', () => {
  it('connects to another host, and keeps SNI and location', async () => {
    const { port } = await serve(ec, { names: { 'shop.example': rsa } });
    const whole = await readEndpoint({ host: 'shop.example', connect_to: { host: '127.0.0.1', port } });
    expect(whole.location).toMatchObject({ location: 'shop.example:443', observed: { address: `127.0.0.1:${port}` } });
    expect(fingerprintOrCode(whole.location)).toBe(rsa.fingerprint);
    const host = await readEndpoint({ host: 'shop.example', port, connect_to: { host: '127.0.0.1', port: null } });
    expect(host.location).toMatchObject({ location: `shop.example:${port}` });
    expect(fingerprintOrCode(host.location)).toBe(rsa.fingerprint);
  });
});

describe('a client certificate', () => {
  const strict = (version: 'TLSv1.2' | 'TLSv1.3', trusted: CreatedCertificate): TlsServerOptions => ({
    requestCert: true,
    rejectUnauthorized: true,
    ca: trusted.certificate,
    minVersion: version,
    maxVersion: version,
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('is sent to a server that requests one over %s', async (version) => {
    const server = await serve(ec, strict(version, ca));
    const own = await createCertificate({ ...LIFE, commonName: 'scanner', issuer: ca });
    writeFileSync(join(directory, 'own.pem'), own.certificate);
    writeFileSync(join(directory, 'own.key'), own.privateKeyPem);
    const client_certificate = { cert: 'own.pem', key: 'own.key' };
    const secured = server.secured();
    expect(
      fingerprintOrCode((await readEndpoint({ port: server.port, root: directory, client_certificate })).location),
    ).toBe(ec.fingerprint);
    expect((await secured).getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(
      own.fingerprint,
    );
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'that the server rejects does not prevent reading over %s',
    async (version) => {
      const server = await serve(ec, strict(version, rsa));
      writeFileSync(join(directory, 'ec.pem'), ec.certificate);
      writeFileSync(join(directory, 'ec.key'), ec.privateKeyPem);
      const client_certificate = { cert: 'ec.pem', key: 'ec.key' };
      expect(
        fingerprintOrCode((await readEndpoint({ port: server.port, root: directory, client_certificate })).location),
      ).toBe(ec.fingerprint);
    },
  );

  it.each([
    ['is missing', 'missing.pem', 'ec.key', 'client-certificate-unreadable'],
    ['has no key', 'ec.pem', 'missing.key', 'client-certificate-unreadable'],
    ['has the key of another certificate', 'ec.pem', 'other.key', 'client-certificate-unusable'],
    ['has no key in the key file', 'ec.pem', 'ec.pem', 'client-certificate-unusable'],
    ['has an encrypted key', 'ec.pem', 'locked.key', 'client-certificate-unusable'],
    ['is none', 'text.pem', 'ec.key', 'client-certificate-unusable'],
    ['is not a file', '.', 'ec.key', 'client-certificate-unreadable'],
    ['has a key behind a link out of the workspace', 'ec.pem', 'link.key', 'link-outside-workspace'],
  ])('that %s is reported before connecting', async (_, cert, key, code) => {
    const server = await serve(ec);
    writeFileSync(join(directory, 'ec.pem'), ec.certificate);
    writeFileSync(join(directory, 'ec.key'), ec.privateKeyPem);
    writeFileSync(join(directory, 'other.key'), ca.privateKeyPem);
    writeFileSync(join(directory, 'text.pem'), 'not a certificate');
    rmSync(join(directory, 'link.key'), { force: true });
    symlinkSync('/etc/hostname', join(directory, 'link.key'));
    const locked = createPrivateKey(ec.privateKeyPem).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'secret',
    });
    writeFileSync(join(directory, 'locked.key'), locked);
    const { location } = await readEndpoint({ port: server.port, root: directory, client_certificate: { cert, key } });
    expect(fingerprintOrCode(location)).toBe(code);
    expect(formatDetail(location)).not.toMatch(/-----|OSSL|PEM routines/);
    expect(server.connections()).toBe(0);
  });
});

describe('a denied address', () => {
  const denied = createAddressPolicy({ deny: ['127.0.0.0/8', '::1'], allow: ['127.0.0.2'] });

  it('is skipped in favour of the next permitted one', async () => {
    const { port } = await serve(ec);
    const refused = await readEndpoint({ port, permits: denied });
    expect(fingerprintOrCode(refused.location)).toBe('endpoint-denied');
    expect(formatDetail(refused.location)).toContain('127.0.0.1');
    expect(refused.waits).toEqual([]);
    await beside(rsa, '127.0.0.2', port);
    const { location } = await readEndpoint({
      host: 'a.example',
      port,
      addresses: ['::1', '127.0.0.2'],
      permits: denied,
    });
    expect(fingerprintOrCode(location)).toBe(rsa.fingerprint);
  });

  it('is not requested from a proxy, and not used for one', async () => {
    const { port } = await serve(ec);
    const asked = await readEndpoint({ host: '169.254.169.254', port, proxy: `http://127.0.0.1:${port}` });
    expect(fingerprintOrCode(asked.location)).toBe('endpoint-denied');
    const through = await readEndpoint({ host: 'a.example', proxy: `http://127.0.0.1:${port}`, permits: denied });
    expect(fingerprintOrCode(through.location)).toBe('endpoint-denied');
    expect(formatDetail(through.location)).toContain(`The proxy 127.0.0.1:${port} has the address 127.0.0.1`);
  });

  it.each([
    ['169.254.169.254', false],
    ['169.254.170.2', false],
    ['::ffff:169.254.169.254', false],
    ['fd00:ec2::254', false],
    ['fd00:ec2::255', true],
    ['fe80::1', false],
    ['fe80::1%eth0', false],
    ['64:ff9b::a9fe:a9fe', false],
    ['64:ff9b::6464:64c8', false],
    ['64:ff9b:1::a9fe:a9fe', false],
    ['2002:a9fe:a9fe::', false],
    ['::169.254.169.254', false],
    ['::ffff:0:169.254.169.254', false],
    ['2001:0:808:808:0:0:5601:5601', false],
    ['2001:0:a9fe:a9fe::1', false],
    ['fd00::5efe:169.254.169.254', false],
    ['fd00::200:5efe:169.254.169.254', false],
    ['64:ff9b::a00:1', true],
    ['2002:a00:1::', true],
    ['::ffff:0:8.8.8.8', true],
    ['2001:0:808:808::f7f7:f7f7', true],
    ['2001:1::a9fe:a9fe', true],
    ['0.0.0.0', true],
    ['::', true],
    ['::1', true],
    ['100.100.100.200', false],
    ['168.63.129.16', false],
    ['127.0.0.1', true],
    ['10.0.0.1', true],
    ['2001:db8::1', true],
  ])('%s is permitted by default: %s', (address, permitted) => {
    expect(createAddressPolicy({ deny: [], allow: [] })(address)).toBe(permitted);
  });

  it.each([
    '0.0.0.0',
    '::',
    '::ffff:0.0.0.0',
    '::ffff:127.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::1',
    '2001:0:7f00:1:0:0:80ff:fffe',
    '2001:0:7f00:1::80ff:fffe%eth0',
    '2001:db8::5efe:127.0.0.1',
  ])('cannot be reached through %s either', (address) => {
    expect(createAddressPolicy({ deny: ['127.0.0.0/8', '::1'], allow: [] })(address)).toBe(false);
    expect(createAddressPolicy({ deny: ['127.0.0.0/8', '::1'], allow: [address.replace(/%.*/, '')] })(address)).toBe(
      true,
    );
    expect(createAddressPolicy({ deny: ['127.0.0.0/8', '::1'], allow: ['127.0.0.1', '::1'] })(address)).toBe(true);
  });

  it('is permitted by `allow`, and nothing else if everything is denied', () => {
    expect(createAddressPolicy({ deny: [], allow: ['169.254.0.0/16'] })('169.254.169.254')).toBe(true);
    const alone = createAddressPolicy({ deny: ['0.0.0.0/0', '::/0'], allow: ['10.0.0.0/8', 'fd00::/8'] });
    expect(['10.1.1.1', '11.1.1.1', 'fd00::1', '2001:db8::1'].map(alone)).toEqual([true, false, true, false]);
  });
});

describe('an address in untrusted input', () => {
  it.each([
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['172.31.255.255', false],
    ['172.32.0.0', true],
    ['192.168.1.1', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::', false],
    ['fd12::1', false],
    ['fe80::1%eth0', false],
    ['ff02::1', false],
  ])('%s is permitted by default: %s', (address, permitted) => {
    expect(createPublicAddressPolicy({ deny: [], allow: [] })(address)).toBe(permitted);
  });

  it('can be private if allowed, but never denied', () => {
    const policy = createPublicAddressPolicy({ deny: ['8.8.8.0/24'], allow: ['10.0.0.0/8'] });
    expect(['10.1.1.1', '192.168.1.1', '8.8.8.8', '8.8.4.4'].map(policy)).toEqual([true, false, false, true]);
  });
});

describe('a chain', () => {
  it('is read up to 100 certificates', async () => {
    const { port } = await serve(ec, { chain: Array.from({ length: 99 }, () => ca) });
    expect(fingerprints((await readEndpoint({ port })).location)[0]).toBe(ec.fingerprint);
  });

  it('that exceeds the limit of TLS is reported', async () => {
    const { port } = await serve(ec, { chain: Array.from({ length: 400 }, () => ca) });
    expect(fingerprintOrCode((await readEndpoint({ port })).location)).toBe('chain-too-long');
  });
});

it('a name is looked up again after a transient error', async () => {
  const { port } = await serve(ec);
  let tries = 0;
  const lookup = async () => {
    tries += 1;
    if (tries < 3) throw Object.assign(new Error(), { code: 'ESERVFAIL' });
    return ['127.0.0.1'];
  };
  const { location, waits } = await readEndpoint({ host: 'shop.example', port, names: { lookup } });
  expect(fingerprintOrCode(location)).toBe(ec.fingerprint);
  expect(waits).toHaveLength(2);
});
