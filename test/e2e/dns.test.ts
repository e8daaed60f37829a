import { hash, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Inspection } from '../../src/generated/inspect.ts';
import type { Report } from '../../src/generated/report.ts';
import { type RdapServer, startRdapServer } from '../helpers/rdap-server.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { type Resolver, startResolver } from '../helpers/resolver.ts';
import { findRefusingPort, startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { buildTimeOptions, expectSchema, parseReport } from './environment.ts';

// What DNS says about the certificates of real servers, over several scans.

const VALID = { notBefore: new Date('2020-01-01'), notAfter: new Date('2099-01-01') };

let receiver: Receiver;
let server: TestTlsServer;
let resolver: Resolver;
let issuer: CreatedCertificate;
let leaf: CreatedCertificate;

beforeAll(async () => {
  issuer = await createCertificate({ subject: "CN=R11, O=Let's Encrypt, C=US", ca: true, ...VALID });
  leaf = await createCertificate({ issuer, sans: ['shop.example.com', 'hostile.example'], ...VALID });
  server = await startTlsServer(leaf, { chain: [issuer] });
  receiver = await startReceiver();
});
afterAll(async () => {
  await Promise.all([server.close(), receiver.close()]);
});
beforeEach(async () => {
  resolver = await startResolver();
  return () => resolver.close();
});

/** Two entries for the same server, of which one expects nothing of DNS. */
async function createFiles(expect: string, settings = ''): Promise<Workspace> {
  return createWorkspace({
    'ca.pem': resolver.ca,
    'certvigil.yaml': `version: 1
${settings}
network: { allow: [127.0.0.0/8], dns_over_https: { url: "${resolver.url}", ca_file: ca.pem } }
defaults: { connect_to: "${server.location}", trust: none }
certificates:
  - { name: shop, endpoint: "shop.example.com:443", expect: ${expect} }
  - { name: plain, endpoint: "shop.example.com:443" }
webhooks: { chat: { url: "${receiver.origin}" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
`,
  });
}

/** Runs the scan of a day; returns its report and what the receiver got. */
async function scanOn(day: number, files: Workspace): Promise<{ report: Report; sent: string[] }> {
  const before = receiver.requests.length;
  const report = parseReport(await runCli(['scan', '--format', 'json', ...buildTimeOptions(day)], { cwd: files.root }));
  const sent = receiver.requests.slice(before).map(({ body }) => {
    const { event, data } = JSON.parse(body) as Report['events'][number];
    return data.error ? `${event} ${data.error.code}` : event;
  });
  return { report, sent };
}

describe('CAA records that do not permit the issuer', () => {
  it('are reported until they do', async () => {
    await using files = await createFiles('{ caa: check }');
    resolver.zone = { 'example.com': { CAA: ['0 issue digicert.com'] } };
    const { report, sent } = await scanOn(0, files);
    expect(sent).toEqual(['certificate.policy_violation caa-forbids-renewal']);
    expect(report.coverage.complete).toBe(true);
    resolver.zone = {};
    expect((await scanOn(1, files)).sent).toEqual(['certificate.recovered']);
  });

  it('are asked for at names of the manifest only', async () => {
    await using files = await createFiles('{ caa: check }');
    await scanOn(0, files);
    expect(resolver.asked).toEqual(['CAA shop.example.com', 'CAA example.com', 'CAA com']);
  });

  it('are not asked for by validate, or if no entry expects anything of DNS', async () => {
    await using files = await createFiles('{ caa: check }');
    expect((await runCli(['validate'], { cwd: files.root })).status).toBe(0);
    await using others = await createFiles('{ names: shop.example.com }');
    await scanOn(0, others);
    expect(resolver.asked).toEqual([]);
  });
});

describe('CAA records that cannot be looked up', () => {
  it('are reported in the third scan in a row, and in the coverage from the first on', async () => {
    await using files = await createFiles('{ caa: check }');
    resolver.zone = { 'example.com': 'SERVFAIL' };
    for (const day of [0, 1]) {
      const { report, sent } = await scanOn(day, files);
      expect(sent).toEqual([]);
      expect(report.coverage).toMatchObject({
        complete: true,
        lookups_failed: [{ certificate: 'shop', records: 'CAA', tolerated: true }],
        text: expect.stringContaining('the CAA records of 1 entry could not be looked up (shop)'),
      });
    }
    const { report, sent } = await scanOn(2, files);
    expect(sent).toEqual(['certificate.policy_violation caa-lookup-failed']);
    expect(report.coverage.complete).toBe(false);
    resolver.zone = {};
    const last = await scanOn(3, files);
    expect(last.sent).toEqual(['certificate.recovered']);
    expect(last.report.coverage).not.toHaveProperty('lookups_failed');
  });

  it('are reported with TLSA records if only the servers of the zone do not respond', async () => {
    await using files = await createFiles('{ caa: check, dane: check }', 'settings: { scan_timeout_seconds: 0.2 }');
    resolver.zone = { 'shop.example.com': 'silence', '_443._tcp.shop.example.com': 'silence' };
    for (const day of [0, 1]) expect((await scanOn(day, files)).sent).toEqual([]);
    const { report, sent } = await scanOn(2, files);
    expect(sent.sort()).toEqual([
      'certificate.policy_violation caa-lookup-failed',
      'certificate.policy_violation dane-lookup-failed',
    ]);
    expect(report.events.map(({ data }) => data.error?.detail)).toEqual(
      Array(2).fill(
        expect.stringMatching(/The lookup of shop\.example\.com failed .* Check the DNS servers of the zone\.$/),
      ),
    );
    resolver.zone = {};
    expect((await scanOn(3, files)).sent).toEqual(['certificate.recovered', 'certificate.recovered']);
  });

  it('neither fire nor resolve an alert while the resolver is down', async () => {
    await using files = await createFiles('{ caa: check }');
    resolver.zone = { 'example.com': { CAA: ['0 issue digicert.com'] } };
    await scanOn(0, files);
    resolver.status = 503;
    for (const day of [1, 2, 3]) expect((await scanOn(day, files)).sent).toEqual([]);
    const { stderr, stdout, status } = await runCli(['scan', ...buildTimeOptions(4)], { cwd: files.root });
    expect(stderr.match(/warning\[dns-resolver-unreachable\]/g)).toHaveLength(1);
    expect(stderr).toContain('returned 503 instead of 200');
    expect(stdout).toContain('the CAA records of 1 entry could not be looked up (shop)');
    expect(status).toBe(1);
  });
});

describe('TLSA records', () => {
  const NAME = '_443._tcp.shop.example.com';
  const hashKey = ({ der }: CreatedCertificate) =>
    hash('sha256', new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' }), 'hex');

  it('that do not match are reported until they do', async () => {
    await using files = await createFiles('{ dane: required }');
    resolver.zone = { [NAME]: { TLSA: [`3 1 1 ${'00'.repeat(32)}`] } };
    expect((await scanOn(0, files)).sent).toEqual(['certificate.policy_violation dane-no-match']);
    resolver.zone = { [NAME]: { TLSA: [`3 1 1 ${hashKey(leaf)}`] } };
    expect((await scanOn(1, files)).sent).toEqual(['certificate.recovered']);
    expect(resolver.asked.slice(0, 2)).toEqual(['A shop.example.com', `TLSA ${NAME}`]);
  });

  it('of the previous key are not those of the next one, and named in the alert', async () => {
    // Within 30 days of their end, which is a warning.
    const near = { notBefore: new Date('2030-03-01'), notAfter: new Date('2031-04-01') };
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => createCertificate(near)));
    const servers = await Promise.all([one, two].map((made) => startTlsServer(made as CreatedCertificate)));
    const record = (made: CreatedCertificate | undefined) => `3 1 1 ${hashKey(made as CreatedCertificate)}`;
    await using files = await createFiles('{ dane: check }');
    const manifest = readFileSync(join(files.root, 'certvigil.yaml'), 'utf8');
    const scan = async (day: number, at: number, ...published: string[]) => {
      resolver.zone = { [NAME]: { TLSA: published } };
      const location = servers[at]?.location ?? '';
      writeFileSync(join(files.root, 'certvigil.yaml'), manifest.replace(server.location, location));
      const { report } = await scanOn(day, files);
      return report.events.flatMap(({ data }) => (data.error?.code.startsWith('dane-') ? [data.error.detail] : []));
    };
    expect(await scan(0, 0, record(one), record(two))).toEqual([]);
    expect(await scan(1, 1, record(one), record(two))).toEqual([
      expect.stringContaining(`remove \`${record(one).slice(0, 22)}…\``),
    ]);
    expect(await scan(2, 1, record(one), record(two), record(three))).toEqual([]);
    await Promise.all(servers.map((each) => each.close()));
  });

  it('at the end of a secure alias have precedence', async () => {
    await using files = await createFiles('{ dane: required }');
    resolver.zone = {
      'shop.example.com': { CNAME: 'edge.example.net' },
      'edge.example.net': { A: ['127.0.0.1'] },
      '_443._tcp.edge.example.net': { TLSA: [`2 1 1 ${hashKey(issuer)}`] },
      [NAME]: { TLSA: [`3 1 1 ${'00'.repeat(32)}`] },
    };
    expect((await scanOn(0, files)).sent).toEqual([]);
  });

  it.each([
    ['are missing', {}, 'dane-no-records'],
    ['are not signed', { TLSA: ['3 1 1 00'], insecure: true }, 'dane-not-secure'],
    ['have signatures that are not valid', { bogus: true }, 'dane-lookup-failed'],
  ])('that %s are reported', async (_, records, code) => {
    await using files = await createFiles('{ dane: required }');
    resolver.zone = { [NAME]: records };
    expect((await scanOn(0, files)).sent).toEqual([`certificate.policy_violation ${code}`]);
  });
});

it('is looked up for servers that a probe has read', async () => {
  await using files = await createFiles('{ caa: check, dane: required }');
  resolver.zone = { 'example.com': { CAA: ['0 issue digicert.com'] } };
  const { status, stderr } = await runCli(['observe', '--output', 'probe.jsonl'], { cwd: files.root });
  expect([status, stderr]).toEqual([0, expect.any(String)]);
  expect(resolver.asked).toEqual([]);
  const args = ['scan', '--dry-run', '--format', 'json', '--observations', 'probe.jsonl'];
  const { events } = parseReport(await runCli(args, { cwd: files.root }));
  expect(events.map(({ data }) => data.error?.code).sort()).toEqual(['caa-forbids-renewal', 'dane-no-records']);
});

describe('inspect --dns', () => {
  let registry: RdapServer;
  beforeAll(async () => {
    registry = await startRdapServer(['com']);
    const events = { expiration: '2027-08-13T04:00:00Z' };
    registry.domains.set('example.com', { events, status: ['client hold'], registrar: 'Example Registrar' });
  });
  afterAll(() => registry.close());

  const inspect = (...options: string[]) =>
    runCli(
      [
        'inspect',
        '--dns',
        'shop.example.com:443',
        ...(options.includes('--connect-to') ? [] : ['--connect-to', server.location]),
        '--dns-server',
        resolver.address,
        '--rdap-url',
        registry.url,
        ...options,
      ],
      { cwd: '.' },
    );

  it('shows CAA and TLSA records, and what they mean for the certificate', async () => {
    resolver.zone = {
      'example.com': { CAA: ['0 issue digicert.com', '0 iodef mailto:\u001b[31m@example.com'] },
      '_443._tcp.shop.example.com': { TLSA: [`3 1 1 ${'00'.repeat(32)}`] },
    };
    const { stdout } = await inspect('--trust', 'none');
    expect(stdout).toContain('example.com: 0 issue "digicert.com"; 0 iodef "mailto:');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain("Let's Encrypt, which issued this certificate, may NOT renew it");
    expect(stdout).toContain('_443._tcp.shop.example.com (not validated: clients use them only with DNSSEC)');
    expect(stdout).toMatch(/3 1 1 0+/);
    expect(stdout).toContain('example.com is registered until 2027-08-13 at Example Registrar (client hold)');
    const json = await inspect('--format', 'json', '--trust', 'none');
    const inspection = JSON.parse(json.stdout) as Inspection;
    expectSchema('inspect', inspection);
    expect(inspection.targets[0]?.locations[0]?.dns).toMatchObject({
      caa: [{ name: 'shop.example.com', domain: 'example.com', result: 'forbidden', ca: "Let's Encrypt", error: null }],
      tlsa: { secure: false, records: [{ result: 'differs' }], error: null },
      registration: { domain: 'example.com', valid_to: '2027-08-13T04:00:00Z', statuses: ['client hold'], error: null },
    });
  });

  it('shows the record to publish if there is none', async () => {
    const { stdout } = await inspect('--trust', 'none');
    expect(stdout).toContain('no records, so that every CA may issue');
    expect(stdout.replace(/\s+/g, '')).toContain('forthiskey:311');
  });

  it('shows what DNS says about a server that cannot be read', async () => {
    resolver.zone = {
      'example.com': { CAA: ['0 issue digicert.com'] },
      '_443._tcp.shop.example.com': { TLSA: [`3 1 1 ${'00'.repeat(32)}`] },
    };
    const { status, stdout } = await inspect('--connect-to', `127.0.0.1:${await findRefusingPort()}`);
    expect(status).toBe(3);
    const [, unread = ''] = stdout.split('COULD NOT BE READ\n');
    expect(unread).toContain('shop.example.com:443: endpoint-refused');
    expect(unread).toContain('example.com: 0 issue "digicert.com"');
    expect(unread).toMatch(/3 1 1 0+: not compared \(no certificate of the server could be read\)/);
    expect(unread).toContain('example.com is registered until 2027-08-13');
  });

  it('requires a valid URL of a resolver', async () => {
    const { status, stderr } = await inspect('--dns-over-https', 'http://dns.example');
    expect([status, stderr]).toEqual([2, expect.stringContaining('invalid URL for --dns-over-https')]);
  });
});
