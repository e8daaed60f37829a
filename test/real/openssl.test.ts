import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { fingerprintsOrCodes, readEndpoint } from '../helpers/reading.ts';
import {
  type Daemon,
  describeReal,
  findFreePort,
  makeDirectory,
  removeDirectory,
  runProgram,
  startDaemon,
} from './harness.ts';
import { readFingerprints, VALIDITY, writeKeyPair } from './reading.ts';

interface Pair {
  cert: string;
  key: string;
}

const computeFingerprint = (pem: Buffer) => new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();

describeReal('openssl s_server', { programs: ['openssl'] }, (openssl) => {
  let directory: string;
  let ca: CreatedCertificate;
  let rsa: CreatedCertificate;
  let ec: CreatedCertificate;
  let files: Record<'ca' | 'rsa' | 'ec', Pair>;
  const running: Daemon[] = [];

  beforeAll(async () => {
    directory = makeDirectory();
    ca = await createCertificate({ ...VALIDITY, commonName: 'Test CA', ca: true });
    rsa = await createCertificate({
      ...VALIDITY,
      commonName: 'rsa.example',
      issuer: ca,
      keys: await createKeys('rsa'),
    });
    ec = await createCertificate({ ...VALIDITY, commonName: 'ec.example', issuer: ca });
    files = {
      ca: writeKeyPair(directory, 'ca', ca),
      rsa: writeKeyPair(directory, 'rsa', rsa),
      ec: writeKeyPair(directory, 'ec', ec),
    };
  });

  afterAll(async () => {
    await Promise.all(running.map((daemon) => daemon.stop()));
    await removeDirectory(directory);
  });

  async function serve(...args: string[]): Promise<number> {
    return serveAs(files.rsa, ...args);
  }

  async function serveAs({ cert, key }: Pair, ...args: string[]): Promise<number> {
    const port = await findFreePort();
    const own = ['s_server', '-accept', `127.0.0.1:${port}`, '-cert', cert, '-key', key, '-quiet'];
    running.push(await startDaemon(openssl, [...own, ...args], { ports: [port] }));
    return port;
  }

  /** Creates a self-signed certificate of a kind that only OpenSSL supports. */
  async function make(name: string, ...args: string[]): Promise<Pair & { fingerprint: string }> {
    const pair = { cert: join(directory, `${name}.pem`), key: join(directory, `${name}.key`) };
    const own = ['req', '-x509', '-nodes', '-days', '30', '-subj', `/CN=${name}`, '-out', pair.cert];
    await runProgram(openssl, [...own, '-keyout', pair.key, ...args]);
    return { ...pair, fingerprint: computeFingerprint(readFileSync(pair.cert)) };
  }

  const weak = ['-cipher', 'ALL:eNULL:@SECLEVEL=0'];
  const only = (suite: string) => ['-tls1_2', '-cipher', `${suite}:@SECLEVEL=0`];

  it.each([
    ['its default groups', [], 'X25519MLKEM768', true],
    ['another hybrid', ['-groups', 'P-256:SecP256r1MLKEM768'], 'SecP256r1MLKEM768', true],
    ['ML-KEM alone', ['-groups', 'MLKEM768'], 'MLKEM768', true],
    ['curves only', ['-groups', 'X25519:P-256'], 'X25519', false],
    ['a curve of NIST', ['-groups', 'P-256'], 'secp256r1', false],
    ['finite fields', ['-groups', 'ffdhe2048'], 'ffdhe2048', null],
    ['TLS 1.2', ['-tls1_2'], 'X25519', false],
    ['the key exchange of RSA', only('AES128-GCM-SHA256'), 'RSA', false],
    ['Diffie-Hellman in TLS 1.2', only('DHE-RSA-AES128-GCM-SHA256'), 'DHE', false],
  ])('agrees on a key exchange with %s', async (_, args, group, post_quantum) => {
    const { location } = await readEndpoint({ port: await serve(...args) });
    expect(location.observed).toMatchObject({ key_exchange: { group, post_quantum } });
  });

  it.each([
    ['TLS 1.0', ['-tls1', ...weak]],
    ['TLS 1.1', ['-tls1_1', ...weak]],
    ['TLS 1.2', ['-tls1_2']],
    ['TLS 1.3', ['-tls1_3']],
    ['a cipher suite without forward secrecy', only('AES128-SHA')],
    ['a cipher suite with CCM', only('AES128-CCM')],
    ['a cipher suite with a short CCM', only('AES128-CCM8')],
    ['a cipher suite that does not encrypt', only('NULL-SHA256')],
    ['a cipher suite with MD5', only('NULL-MD5')],
    ['TLS 1.3 with CCM', ['-tls1_3', '-ciphersuites', 'TLS_AES_128_CCM_8_SHA256', ...weak]],
    ['an uncommon curve', ['-groups', 'P-521']],
    ['TLS 1.3 and an uncommon curve', ['-tls1_3', '-groups', 'P-384']],
    ['TLS 1.3 with a finite field', ['-tls1_3', '-groups', 'ffdhe2048']],
    ['a rarely supported curve', ['-tls1_2', '-groups', 'brainpoolP256r1']],
    ['signatures with SHA-1', [...only('ECDHE-RSA-AES128-SHA'), '-sigalgs', 'RSA+SHA1']],
  ])('is read over: %s', async (_, args) => {
    expect(await readFingerprints({ port: await serve(...args) })).toEqual([rsa.fingerprint]);
  });

  it('is read over a short Diffie-Hellman key', async () => {
    const group = join(directory, 'dh512.pem');
    await runProgram(openssl, ['dhparam', '-dsaparam', '-out', group, '512']);
    const port = await serve(...only('DHE-RSA-AES128-SHA'), '-dhparam', group);
    expect(await readFingerprints({ port })).toEqual([rsa.fingerprint]);
  });

  it.each([
    ['a short key', ['-newkey', 'rsa:512']],
    ['a signature with MD5', ['-newkey', 'rsa:2048', '-md5']],
    ['a key only for RSA-PSS', ['-newkey', 'rsa-pss']],
    ['a key on a curve only of TLS 1.2', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1']],
    ['a key on a rarely supported curve', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:brainpoolP384r1']],
    ['a key for Ed448', ['-newkey', 'ed448']],
    ['a key for ML-DSA', ['-newkey', 'mldsa65']],
  ])('is read if its certificate has %s', async (name, args) => {
    const made = await make(name.replaceAll(' ', '-'), ...args);
    expect(await readFingerprints({ port: await serveAs(made, ...weak) })).toEqual([made.fingerprint]);
  });

  it('without a certificate is reported as such', async () => {
    expect(await readFingerprints({ port: await serve(...only('aNULL')) })).toBe('no-certificate-served');
  });

  it.each([['-tls1_2'], ['-tls1_3']])('that requires a client certificate shows its own over %s', async (version) => {
    const port = await serve(version, '-Verify', '1', '-verify_return_error', '-CAfile', files.ca.cert);
    // The server completes its chain from the file.
    expect(await readFingerprints({ port })).toEqual([rsa.fingerprint, ca.fingerprint]);
    const client_certificate = { cert: files.ec.cert, key: files.ec.key };
    expect(await readFingerprints({ port, client_certificate })).toEqual([rsa.fingerprint, ca.fingerprint]);
  });

  it('with an RSA and an ECDSA certificate shows both', async () => {
    const port = await serve('-dcert', files.ec.cert, '-dkey', files.ec.key);
    const { source } = await readEndpoint({ port, both_algorithms: true });
    expect(fingerprintsOrCodes(source)).toEqual({
      [`127.0.0.1:${port}#rsa`]: rsa.fingerprint,
      [`127.0.0.1:${port}#ecdsa`]: ec.fingerprint,
    });
  });

  it('serves a certificate of a newer kind beside another one, and both are read', async () => {
    const pss = await make('pss', '-newkey', 'rsa-pss');
    const lattice = await make('lattice', '-newkey', 'mldsa87');
    const port = await serveAs(lattice, '-dcert', files.ec.cert, '-dkey', files.ec.key);
    expect(fingerprintsOrCodes((await readEndpoint({ port, both_algorithms: true })).source)).toEqual({
      [`127.0.0.1:${port}#ecdsa`]: ec.fingerprint,
      [`127.0.0.1:${port}#ml-dsa`]: lattice.fingerprint,
    });
    const other = await serveAs(pss, '-dcert', files.ec.cert, '-dkey', files.ec.key);
    expect(fingerprintsOrCodes((await readEndpoint({ port: other, both_algorithms: true })).source)).toEqual({
      [`127.0.0.1:${other}#rsa`]: pss.fingerprint,
      [`127.0.0.1:${other}#ecdsa`]: ec.fingerprint,
    });
  });

  it('with only one of them shows that one', async () => {
    const port = await serve();
    const { source } = await readEndpoint({ port, both_algorithms: true });
    expect(source.failure).toBeNull();
    expect(fingerprintsOrCodes(source)).toEqual({ [`127.0.0.1:${port}#rsa`]: rsa.fingerprint });
  });
});
