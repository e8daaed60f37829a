import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import { findRefusingPort, startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';
import {
  type Daemon,
  describeReal,
  findFreePort,
  makeDirectory,
  removeDirectory,
  runProgram,
  startDaemon,
} from './harness.ts';
import { readFingerprints, VALIDITY } from './reading.ts';
import { findUser } from './servers/server.ts';

let made: CreatedCertificate;
let shop: TestTlsServer;
let directory: string;
let port: number;
let proxy: Daemon | undefined;

beforeAll(async () => {
  made = await createCertificate({ ...VALIDITY, commonName: 'shop.example' });
  shop = await startTlsServer(made);
});

afterAll(() => shop.close());

/** The tests of every proxy with one user, whatever its protocol. */
function testProxy(scheme: string): void {
  const through = (credentials: string, to = shop.port) =>
    readFingerprints({ port: to, proxy: `${scheme}://${credentials}127.0.0.1:${port}` });

  it('connects to the endpoint', async () => {
    expect(await through('scan:right@')).toEqual([made.fingerprint]);
  });

  it('rejects missing and wrong credentials', async () => {
    expect(await through('')).toBe('proxy-authentication-failed');
    expect(await through('scan:wrong@')).toBe('proxy-authentication-failed');
  });

  it('reports that it cannot connect to a port on which nothing listens', async () => {
    expect(await through('scan:right@', await findRefusingPort())).toBe('proxy-server-unreachable');
  });
}

describeReal(
  'squid',
  { programs: ['squid', 'openssl', '/usr/lib/squid/basic_ncsa_auth'], root: true },
  (...programs) => {
    const [squid = '', openssl = '', checker = ''] = programs;

    beforeAll(async () => {
      directory = makeDirectory();
      port = await findFreePort();
      const hash = await runProgram(openssl, ['passwd', '-apr1', 'right']);
      writeFileSync(join(directory, 'users'), `scan:${hash.toString()}`);
      const config = join(directory, 'squid.conf');
      const { uid } = findUser('proxy');
      writeFileSync(
        config,
        `http_port 127.0.0.1:${port}
pid_filename none
cache_log ${directory}/cache.log
access_log none
cache deny all
pinger_enable off
coredump_dir ${directory}
shutdown_lifetime 0 seconds
auth_param basic program ${checker} ${directory}/users
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
visible_hostname proxy.example
`,
      );
      chownSync(directory, uid, 0);
      proxy = await startDaemon(squid, ['-N', '-f', config], { cwd: directory, ports: [port] });
    });

    afterAll(async () => {
      await proxy?.stop();
      await removeDirectory(directory);
    });

    testProxy('http');
  },
);

describeReal('microsocks', { programs: ['microsocks'] }, (microsocks) => {
  beforeAll(async () => {
    port = await findFreePort();
    const args = ['-i', '127.0.0.1', '-p', String(port), '-u', 'scan', '-P', 'right'];
    proxy = await startDaemon(microsocks, args, { ports: [port] });
  });

  afterAll(() => proxy?.stop());

  describe.each(['socks5', 'socks5h'])('over %s', (scheme) => testProxy(scheme));
});
