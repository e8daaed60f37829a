import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkRevocation, createRevocationChecker } from '../../src/app/verify/check-revocation.ts';
import { readPem } from '../../src/certificate/formats/pem.ts';
import { readPathFields } from '../../src/certificate/x509/path-fields.ts';
import type { PathFields, RawLocation, Revocation } from '../../src/domain/index.ts';
import { createEndpointSource } from '../../src/domain/sources/endpoint.ts';
import type { Io } from '../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { createUntrustedFetcher } from '../../src/scan/http/untrusted-fetcher.ts';
import { readSources } from '../../src/scan/index.ts';
import { NO_CACHE } from '../../src/store/response-cache/file.ts';
import { startReceiver } from '../helpers/receiver.ts';
import {
  type Daemon,
  describeReal,
  findFreePort,
  makeDirectory,
  removeDirectory,
  runProgram,
  startDaemon,
} from './harness.ts';

const io = { env: {}, now: Date.now, sleep: async () => {} } as Partial<Io> as Io;
const network = { deny: [], allow: ['127.0.0.0/8'], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy };

/** The certificate that the source answered for, and when the answer was made. */
const GOOD = {
  fingerprint_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/),
};

describeReal('openssl and nginx', { programs: ['openssl', 'nginx'] }, (openssl, nginx) => {
  let directory: string;
  let lists: Awaited<ReturnType<typeof startReceiver>>;
  let list: Buffer;
  let responder: Daemon;
  let server: Daemon;
  const ports = { ocsp: 0, shop: 0 };

  const run = (...args: string[]) => runProgram(openssl, args, { cwd: directory });
  const path = (name: string) => join(directory, name);
  const read = async (name: string): Promise<PathFields> => {
    const pem = await run('x509', '-in', name);
    const [found] = readPem(pem.toString('latin1'));
    const read = typeof found === 'object' && 'facts' in found ? readPathFields(found) : null;
    if (read === null) throw new Error('not read');
    return read;
  };

  /** Checks the revocation of a certificate of the CA. */
  async function ask(name: string, stapled: Uint8Array | null = null): Promise<Revocation | null> {
    const options = {
      root: directory,
      timeout_seconds: 5,
      concurrency: 9,
      max_seconds: 60,
      kind: 'revocation' as const,
      network,
    };
    const fetcher = createUntrustedFetcher(io, options);
    try {
      const checker = createRevocationChecker({ fetch: fetcher.fetch, cache: NO_CACHE, now: Date.now() });
      return await checkRevocation(checker, { path: [await read(`${name}.pem`), await read('ca.pem')], stapled });
    } finally {
      fetcher.close();
    }
  }

  async function issue(name: string, section: string): Promise<void> {
    const subject = ['-subj', `/CN=${name}`, '-nodes', '-newkey', 'rsa:2048', '-keyout', `${name}.key`];
    await run('req', '-config', 'ca.cnf', ...subject, '-out', `${name}.csr`);
    const how = ['-batch', '-notext', '-config', 'ca.cnf', '-extensions', section, '-days', '30'];
    await run('ca', ...how, '-in', `${name}.csr`, '-out', `${name}.pem`);
  }

  beforeAll(async () => {
    directory = makeDirectory();
    list = Buffer.alloc(0);
    lists = await startReceiver(() => ({ status: 200, body: list }));
    ports.ocsp = await findFreePort();
    ports.shop = await findFreePort();
    mkdirSync(path('certs'));
    writeFileSync(path('index.txt'), '');
    writeFileSync(path('serial'), '1000\n');
    writeFileSync(path('crlnumber'), '01\n');
    writeFileSync(
      path('ca.cnf'),
      `[ca]
default_ca = own
[own]
dir = .
database = index.txt
serial = serial
crlnumber = crlnumber
new_certs_dir = certs
certificate = ca.pem
private_key = ca.key
default_md = sha256
default_crl_days = 7
policy = any
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[by-list]
crlDistributionPoints = URI:${lists.origin}/ca.crl
[by-ocsp]
authorityInfoAccess = OCSP;URI:http://127.0.0.1:${ports.ocsp}
[delegate]
extendedKeyUsage = OCSPSigning
noCheck = ignored
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
`,
    );
    const self = ['-x509', '-nodes', '-newkey', 'rsa:2048', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '60'];
    await run('req', '-config', 'ca.cnf', ...self, '-subj', '/CN=authority', '-extensions', 'root');
    for (const name of ['good-list', 'bad-list']) await issue(name, 'by-list');
    for (const name of ['good-ocsp', 'bad-ocsp']) await issue(name, 'by-ocsp');
    await issue('responder', 'delegate');
    const revoke = ['-config', 'ca.cnf', '-crl_reason'];
    await run('ca', ...revoke, 'keyCompromise', '-revoke', 'bad-list.pem');
    await run('ca', ...revoke, 'superseded', '-revoke', 'bad-ocsp.pem');
    await run('ca', '-config', 'ca.cnf', '-gencrl', '-out', 'ca.crl.pem');
    list = await run('crl', '-in', 'ca.crl.pem', '-outform', 'DER');
    const signer = ['-rsigner', 'responder.pem', '-rkey', 'responder.key', '-CA', 'ca.pem', '-index', 'index.txt'];
    const shop = ['-issuer', 'ca.pem', '-cert', 'good-ocsp.pem', '-respout', 'stapled.der', '-noverify', '-ndays', '2'];
    await run('ocsp', ...signer, ...shop, '-no_nonce');
    // openssl ocsp waits forever for a client that sends nothing, so the port is not probed.
    const answering = ['ocsp', ...signer, '-port', String(ports.ocsp), '-ndays', '1'];
    responder = await startDaemon(openssl, answering, { cwd: directory, ports: [] });
    while (!responder.output().includes('waiting for OCSP client connections')) await setTimeout(30);
    writeFileSync(
      path('nginx.conf'),
      `daemon off; pid ${directory}/pid; error_log stderr; events {}
      http { access_log off; client_body_temp_path ${directory}/b; proxy_temp_path ${directory}/p;
      fastcgi_temp_path ${directory}/f; uwsgi_temp_path ${directory}/u; scgi_temp_path ${directory}/s;
      server { listen 127.0.0.1:${ports.shop} ssl; ssl_certificate ${path('good-ocsp.pem')};
        ssl_certificate_key ${path('good-ocsp.key')}; ssl_stapling on; ssl_stapling_file ${path('stapled.der')}; } }`,
    );
    server = await startDaemon(nginx, ['-p', directory, '-c', path('nginx.conf'), '-e', 'stderr'], {
      ports: [ports.shop],
    });
  });

  afterAll(async () => {
    await responder?.stop();
    await server?.stop();
    await lists?.close();
    await removeDirectory(directory);
  });

  it('reads revocations and their reasons from a list of openssl ca', async () => {
    expect(await ask('good-list')).toEqual({
      status: 'good',
      source: 'crl',
      revoked: null,
      problems: [],
      good: [GOOD],
    });
    const revocation = await ask('bad-list');
    expect(revocation).toMatchObject({ status: 'revoked', source: 'crl', revoked: { reason: 'keyCompromise' } });
  });

  it('reads them from openssl ocsp, with a delegated responder', async () => {
    expect(await ask('good-ocsp')).toEqual({
      status: 'good',
      source: 'ocsp',
      revoked: null,
      problems: [],
      good: [GOOD],
    });
    const revocation = await ask('bad-ocsp');
    expect(revocation).toMatchObject({ status: 'revoked', source: 'ocsp', revoked: { reason: 'superseded' } });
  });

  it('reads the response that nginx staples', async () => {
    const location = `127.0.0.1:${ports.shop}`;
    const source = createEndpointSource([{ host: '127.0.0.1', port: ports.shop, location }]);
    const entry = { name: 'shop', source, passwords: [], variables: {} };
    const options = { root: directory, timeout_seconds: 5, concurrency: 9, network };
    const locations: RawLocation[] = [];
    await readSources([entry], io, options, ({ sources }) => {
      locations.push(...sources.flatMap((one) => [...one.locations]));
    });
    const [raw] = locations;
    const stapled = raw !== undefined && 'served' in raw ? (raw.stapled ?? null) : null;
    expect(stapled).not.toBeNull();
    const revocation = await ask('good-ocsp', stapled);
    expect(revocation).toEqual({ status: 'good', source: 'stapled', revoked: null, problems: [], good: [GOOD] });
  });
});
