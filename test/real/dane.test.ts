import { execFile } from 'node:child_process';
import { hash, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Inspection } from '../../src/generated/inspect.ts';
import { runCli } from '../e2e/certvigil.ts';
import { createRandom } from '../events/model/random.ts';
import { type Resolver, startResolver } from '../helpers/resolver.ts';
import { startTlsServer } from '../helpers/tls-server.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory } from './harness.ts';
import { postfix as server } from './servers/mail.ts';

// TLSA records as OpenSSL compares them, and with Postfix.

const VALID = { notBefore: new Date('2020-01-01'), notAfter: new Date('2099-01-01') };
const HOST = 'mx.example.com';

const NAMES = ['root', 'issuing', 'leaf', 'expired', 'renamed', 'other', 'alone'] as const;
type Name = (typeof NAMES)[number];
const made = {} as Record<Name, CreatedCertificate>;

let directory: string;
let resolver: Resolver;
beforeAll(async () => {
  directory = makeDirectory();
  resolver = await startResolver();
  made.root = await createCertificate({ commonName: 'Root', ca: true, ...VALID });
  made.issuing = await createCertificate({ commonName: 'Issuing', issuer: made.root, ca: true, ...VALID });
  const issued = { commonName: HOST, issuer: made.issuing };
  made.leaf = await createCertificate({ ...issued, sans: [HOST], ...VALID });
  made.expired = await createCertificate({ ...issued, sans: [HOST], ...VALID, notAfter: new Date('2021-01-01') });
  made.renamed = await createCertificate({ ...issued, sans: ['other.example'], ...VALID });
  made.other = await createCertificate({ commonName: 'Other', ca: true, ...VALID });
  made.alone = await createCertificate({ commonName: HOST, sans: [HOST], ...VALID });
  writeFileSync(join(directory, 'root.pem'), made.root.certificate);
  writeFileSync(join(directory, 'other.pem'), made.other.certificate);
});
afterAll(async () => {
  await resolver.close();
  await removeDirectory(directory);
});

/** `3 1 1 leaf` to `3 1 1 HEX`. */
function createRecord(text: string): string {
  const [usage, selector, type, of] = text.split(' ') as [string, string, string, Name];
  const { der } = made[of];
  const key = new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
  const content = Buffer.from(selector === '0' ? der : key);
  const data = type === '0' ? content.toString('hex') : hash(type === '1' ? 'sha256' : 'sha512', content, 'hex');
  return `${usage} ${selector} ${type} ${data}`;
}

/** What we say about the records of a server: whether one matches. */
async function compare(port: number, records: string[], options: string[]): Promise<boolean> {
  resolver.zone = { [`_${port}._tcp.${HOST}`]: { TLSA: records } };
  const { stdout, stderr } = await runCli(
    [
      ...['inspect', '--dns', `${HOST}:${port}`, '--connect-to', `127.0.0.1:${port}`],
      ...['--dns-server', resolver.address, '--rdap-url', 'http://127.0.0.1:1/', '--format', 'json', ...options],
    ],
    { cwd: directory },
  );
  if (!stdout.startsWith('{')) throw new Error(stderr);
  const { targets } = JSON.parse(stdout) as Inspection;
  return targets[0]?.locations[0]?.dns?.tlsa.records.some(({ result }) => result === 'match') ?? false;
}

describeReal('openssl s_client', { programs: ['openssl'] }, (openssl) => {
  const run = promisify(execFile);

  /** Whether OpenSSL accepts the server with these records. */
  async function verify(port: number, records: string[], ca: string): Promise<boolean> {
    const args = [
      ...['s_client', '-brief', '-connect', `127.0.0.1:${port}`, '-servername', HOST, '-CAfile', ca],
      ...['-verify_return_error', '-dane_tlsa_domain', HOST, '-dane_ee_no_namechecks'],
      ...records.flatMap((record) => ['-dane_tlsa_rrdata', record]),
    ];
    const child = run(openssl, args, { cwd: directory });
    child.child.stdin?.end();
    return child.then(
      () => true,
      () => false,
    );
  }

  const SENT: Name[] = ['leaf', 'issuing'];
  const ALL: Name[] = ['leaf', 'issuing', 'root'];

  it.each<[records: string[], sent: Name[], expected: boolean, ca?: string]>([
    [['3 0 0 leaf'], SENT, true],
    [['3 0 1 leaf'], SENT, true],
    [['3 0 2 leaf'], SENT, true],
    [['3 1 0 leaf'], SENT, true],
    [['3 1 1 leaf'], SENT, true],
    [['3 1 2 leaf'], SENT, true],
    [['3 1 1 leaf'], ['leaf'], true],
    [['3 1 1 issuing'], SENT, false],
    [['3 1 1 other', '3 1 1 leaf'], SENT, true],
    [['3 1 1 other', '3 0 1 other'], SENT, false],
    [['3 1 1 expired'], ['expired', 'issuing'], true],
    [['3 1 1 renamed'], ['renamed', 'issuing'], true],
    [['3 0 1 alone'], ['alone'], true],
    [['2 0 1 issuing'], SENT, true],
    [['2 0 2 issuing'], SENT, true],
    [['2 1 1 issuing'], SENT, true],
    [['2 1 2 issuing'], ALL, true],
    [['2 0 1 root'], ALL, true],
    [['2 1 1 root'], ALL, true],
    [['2 0 1 root'], SENT, false],
    [['2 0 0 root'], SENT, true],
    [['2 0 0 other'], SENT, false],
    [['2 0 1 leaf'], SENT, false],
    [['2 1 1 issuing'], ['leaf'], false],
    [['2 1 1 other'], ['leaf', 'issuing', 'other'], false],
    [['2 1 1 issuing'], ['expired', 'issuing'], false],
    [['2 1 1 issuing'], ['renamed', 'issuing'], false],
    [['2 1 1 other', '3 1 1 leaf'], SENT, true],
    [['1 0 1 leaf'], SENT, true],
    [['1 1 1 leaf'], SENT, false, 'other.pem'],
    [['1 1 1 expired'], ['expired', 'issuing'], false],
    [['1 1 1 renamed'], ['renamed', 'issuing'], false],
    [['0 0 1 issuing'], SENT, true],
    [['0 1 1 issuing'], SENT, true],
    [['0 0 1 root'], SENT, true],
    [['0 0 1 issuing'], SENT, false, 'other.pem'],
    [['0 0 1 other'], SENT, false],
    [['2 1 0 root'], SENT, true],
    [['2 1 0 issuing'], ['leaf'], true],
    [['2 1 0 root'], ['leaf'], false],
    [['2 1 0 other'], SENT, false],
    [['2 1 0 leaf'], SENT, false],
    [['2 0 0 leaf'], SENT, false],
    [['2 1 0 root'], ['expired', 'issuing'], false],
    [['2 1 0 root'], ['renamed', 'issuing'], false],
    [['3 1 1 leaf', '3 1 2 other'], SENT, false],
    [['3 1 2 leaf', '3 1 1 other'], SENT, true],
    [['2 1 1 issuing', '2 1 2 other'], SENT, false],
    [['3 1 0 leaf', '3 1 2 other'], SENT, true],
    [['3 0 1 leaf', '3 1 2 other'], SENT, true],
    [['2 1 1 issuing', '3 1 2 other'], SENT, true],
  ])('agrees about %j of a server that sends %j: %s', async (records, sent, expected, ca = 'root.pem') => {
    const data = records.map(createRecord);
    await serve(sent, async (port) => {
      expect(await verify(port, data, ca)).toBe(expected);
      expect(await compare(port, data, ['--ca-file', ca])).toBe(expected);
    });
  });

  it('agrees about random sets of records', async () => {
    const random = createRandom(Number(process.env.CERTVIGIL_SEED ?? 1));
    const draw = () =>
      `${random.int(0, 3)} ${random.int(0, 1)} ${random.int(0, 2)} ${random.pick(['leaf', 'issuing', 'root', 'other'])}`;
    const differing: string[] = [];
    await serve(ALL, async (port) => {
      for (let count = 0; count < 24; count += 1) {
        const records = Array.from({ length: random.int(1, 5) }, draw);
        const data = records.map(createRecord);
        const ours = await compare(port, data, ['--ca-file', 'root.pem']);
        const theirs = await verify(port, data, 'root.pem');
        if (ours !== theirs)
          differing.push(`${records.join(', ')}: ${ours ? 'only we accept it' : 'only OpenSSL accepts it'}`);
      }
    });
    expect(differing).toEqual([]);
  });

  async function serve(sent: readonly Name[], use: (port: number) => Promise<void>): Promise<void> {
    const [leaf, ...chain] = sent.map((name) => made[name]);
    if (leaf === undefined) throw new Error('nothing is sent');
    const tls = await startTlsServer(leaf, { chain });
    try {
      await use(tls.port);
    } finally {
      await tls.close();
    }
  }
});

describeReal('postfix with TLSA records', server, (...programs) => {
  let daemon: Daemon;
  let port: number;
  beforeAll(async () => {
    port = await findFreePort();
    const leaf = made.leaf;
    const setup = { directory: makeDirectory(), made: leaf, programs, ports: { smtp: port } as never };
    daemon = await server.start(setup);
    return async () => {
      await daemon.stop();
      await removeDirectory(setup.directory);
    };
  });

  it.each([
    [['3 1 1 leaf'], true],
    [['3 1 1 other'], false],
    // RFC 7672 section 3.1.3.
    [['1 1 1 leaf'], false],
  ])('matches as mail servers do: %j', async (records, expected) => {
    const options = ['--starttls', 'smtp', '--trust', 'none'];
    expect(await compare(port, records.map(createRecord), options)).toBe(expected);
  });
});
