import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Made, makeCertificate, makeKeys } from '../../src/demo/make-certificate.ts';
import { readEndpoint, sights } from '../helpers/reading.ts';
import { type Daemon, describeReal, freePort, makeFolder, removeFolder, startDaemon } from './harness.ts';
import { LIFE, read, writePair } from './reading.ts';

describeReal('openssl s_server', { programs: ['openssl'] }, (openssl) => {
  let folder: string;
  let ca: Made;
  let rsa: Made;
  let ec: Made;
  let files: Record<'ca' | 'rsa' | 'ec', { cert: string; key: string }>;
  const running: Daemon[] = [];

  beforeAll(async () => {
    folder = makeFolder();
    ca = await makeCertificate({ ...LIFE, commonName: 'Test CA', ca: true });
    rsa = await makeCertificate({ ...LIFE, commonName: 'rsa.example', issuer: ca, keys: await makeKeys('rsa') });
    ec = await makeCertificate({ ...LIFE, commonName: 'ec.example', issuer: ca });
    files = {
      ca: writePair(folder, 'ca', ca),
      rsa: writePair(folder, 'rsa', rsa),
      ec: writePair(folder, 'ec', ec),
    };
  });

  afterAll(async () => {
    await Promise.all(running.map((daemon) => daemon.stop()));
    await removeFolder(folder);
  });

  async function serve(...args: string[]): Promise<number> {
    const port = await freePort();
    const own = ['s_server', '-accept', `127.0.0.1:${port}`, '-cert', files.rsa.cert, '-key', files.rsa.key, '-quiet'];
    running.push(await startDaemon(openssl, [...own, ...args], { ports: [port] }));
    return port;
  }

  const weak = ['-cipher', 'ALL:@SECLEVEL=0'];

  it.each([
    ['TLS 1.0', ['-tls1', ...weak]],
    ['TLS 1.1', ['-tls1_1', ...weak]],
    ['TLS 1.2', ['-tls1_2']],
    ['TLS 1.3', ['-tls1_3']],
    ['a cipher suite without forward secrecy', ['-tls1_2', '-cipher', 'AES128-SHA']],
    ['a curve that few ask for', ['-groups', 'P-521']],
  ])('is read over %s', async (_, args) => {
    expect(await read({ port: await serve(...args) })).toEqual([rsa.fingerprint]);
  });

  it.each([['-tls1_2'], ['-tls1_3']])(
    'that demands a certificate of the client shows its own over %s',
    async (version) => {
      const port = await serve(version, '-Verify', '1', '-verify_return_error', '-CAfile', files.ca.cert);
      // It completes its chain from the file.
      expect(await read({ port })).toEqual([rsa.fingerprint, ca.fingerprint]);
      const client_certificate = { cert: files.ec.cert, key: files.ec.key };
      expect(await read({ port, client_certificate })).toEqual([rsa.fingerprint, ca.fingerprint]);
    },
  );

  it('that has a certificate of either kind shows both', async () => {
    const port = await serve('-dcert', files.ec.cert, '-dkey', files.ec.key);
    const { source } = await readEndpoint({ port, both_algorithms: true });
    expect(sights(source)).toEqual({
      [`127.0.0.1:${port}#rsa`]: rsa.fingerprint,
      [`127.0.0.1:${port}#ecdsa`]: ec.fingerprint,
    });
  });

  it('that has one of them shows that', async () => {
    const port = await serve();
    const { source } = await readEndpoint({ port, both_algorithms: true });
    expect(source.failure).toBeNull();
    expect(sights(source)).toEqual({ [`127.0.0.1:${port}#rsa`]: rsa.fingerprint });
  });
});
