import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { readEndpoint } from '../helpers/reading.ts';
import {
  type Daemon,
  describeReal,
  findFreePort,
  makeDirectory,
  removeDirectory,
  runProgram,
  startDaemon,
} from './harness.ts';
import { VALIDITY, writeKeyPair } from './reading.ts';

// OpenSSL's client says the same about a handshake as certvigil: version, cipher suite, ALPN and group.

interface Handshake {
  tls_version: string | undefined;
  cipher: string | undefined;
  alpn: string | null;
  group: string | undefined;
}

describeReal('openssl s_client', { programs: ['openssl'] }, (openssl) => {
  let directory: string;
  let args: string[];
  /** The names of TLS for those of OpenSSL. */
  let names: Map<string, string>;
  const running: Daemon[] = [];

  beforeAll(async () => {
    directory = makeDirectory();
    const made = await createCertificate({ ...VALIDITY, commonName: 'shop.example', keys: await createKeys('rsa') });
    const { cert, key } = writeKeyPair(directory, 'shop', made);
    args = ['s_server', '-cert', cert, '-key', key, '-quiet'];
    const list = String(await runProgram(openssl, ['ciphers', '-stdname', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0']));
    names = new Map(Array.from(list.matchAll(/^(\S+) +- (\S+)/gm), ([, standard = '', own = '']) => [own, standard]));
  });

  afterAll(async () => {
    await Promise.all(running.map((daemon) => daemon.stop()));
    await removeDirectory(directory);
  });

  async function ask(port: number): Promise<Handshake> {
    const offered = ['-alpn', 'h2,http/1.1', '-cipher', 'ALL:@SECLEVEL=0'];
    const said = String(await runProgram(openssl, ['s_client', '-connect', `127.0.0.1:${port}`, ...offered]));
    const find = (pattern: RegExp) => said.match(pattern)?.[1];
    const own = find(/Cipher is (\S+)/) ?? '';
    const group = find(/Negotiated TLS1\.3 group: (\S+)/) ?? find(/Temp Key: (?:ECDH, )?([^,\n]+)/);
    return {
      tls_version: find(/New, TLSv([\d.]+)/),
      cipher: names.get(own),
      alpn: find(/ALPN protocol: (\S+)/) ?? null,
      // Without a key of its own, only RSA encrypts the key.
      group: group === 'prime256v1' ? 'secp256r1' : group === 'DH' ? 'DHE' : (group ?? 'RSA'),
    };
  }

  const only = (suite: string) => ['-tls1_2', '-cipher', `${suite}:@SECLEVEL=0`];
  const suite = (name: string) => ['-tls1_3', '-ciphersuites', name];

  it.each<[string, string[]]>([
    ['TLS 1.3 and HTTP/2', [...suite('TLS_AES_128_GCM_SHA256'), '-alpn', 'h2']],
    ['TLS 1.3 and HTTP/1.1', [...suite('TLS_AES_256_GCM_SHA384'), '-alpn', 'http/1.1']],
    ['TLS 1.3 with ChaCha20', suite('TLS_CHACHA20_POLY1305_SHA256')],
    ['TLS 1.3 and a curve', [...suite('TLS_AES_128_GCM_SHA256'), '-groups', 'X25519']],
    ['TLS 1.3 and a curve of NIST', [...suite('TLS_AES_128_GCM_SHA256'), '-groups', 'P-256']],
    ['TLS 1.2 and HTTP/2', [...only('ECDHE-RSA-AES128-GCM-SHA256'), '-alpn', 'h2']],
    ['TLS 1.2 with ChaCha20', only('ECDHE-RSA-CHACHA20-POLY1305')],
    ['TLS 1.2 with CBC', [...only('ECDHE-RSA-AES256-SHA384'), '-groups', 'P-256']],
    ['TLS 1.2 and Diffie-Hellman', only('DHE-RSA-AES256-GCM-SHA384')],
    ['TLS 1.2 without forward secrecy', only('AES256-GCM-SHA384')],
  ])('reports the same handshake: %s', async (_, own) => {
    const port = await findFreePort();
    running.push(await startDaemon(openssl, [...args, '-accept', `127.0.0.1:${port}`, ...own], { ports: [port] }));
    const { location } = await readEndpoint({ connect_to: { host: '127.0.0.1', port } });
    const { tls_version, cipher, alpn, key_exchange } = location.observed;
    expect({ tls_version, cipher, alpn, group: key_exchange?.group }).toEqual(await ask(port));
  });
});
