import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Report } from '../../src/generated/report.ts';
import { type DnsServer, startDnsServer } from '../helpers/dns-server.ts';
import { startHttpProxy, type TestProxy } from '../helpers/proxy.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';
import { createWorkspace, type Outcome, runCli, type Workspace } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, parseReport } from './environment.ts';

let receiver: Receiver;
let dns: DnsServer;
let servers: [TestTlsServer, TestTlsServer];
let proxy: TestProxy;
let old: CreatedCertificate;
let next: CreatedCertificate;
const workspaces: Workspace[] = [];

beforeAll(async () => {
  receiver = await startReceiver();
  [old, next] = await Promise.all([
    createCertificateWithDaysLeft(20, 'www.example.com'),
    createCertificateWithDaysLeft(300, 'www.example.com'),
  ]);
  const first = await startTlsServer(old);
  servers = [first, await startTlsServer(old, { host: '127.0.0.2', port: first.port })];
  proxy = await startHttpProxy({ to: first.port, user: 'scan', password: 'right/secret' });
  dns = await startDnsServer({
    'www.example.com': { A: ['127.0.0.1', '127.0.0.2'] },
    'meta.example.com': { A: ['169.254.169.254'] },
    'silent.example.com': 'silence',
    'loop.example.com': { CNAME: ['loop.example.com'] },
    '_https._tcp.example.com': { SRV: [`0 0 ${first.port} www.example.com`] },
  });
});

afterAll(async () => {
  dns.close();
  await Promise.all([receiver, proxy, ...servers].map((server) => server.close()));
  await Promise.all(workspaces.map((files) => files[Symbol.asyncDispose]()));
});

async function manifest(certificates: string): Promise<Workspace> {
  const files = await createWorkspace({
    'certvigil.yaml': `version: 1
settings: { scan_timeout_seconds: 1 }
defaults: { trust: none }
network: { dns_servers: ["${dns.address}"] }
certificates:
${certificates}
webhooks: { chat: { url: "${receiver.origin}" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
`,
  });
  workspaces.push(files);
  return files;
}

function collectLocations(report: Report): Record<string, string | null> {
  return Object.fromEntries(
    report.certificates.flatMap(({ fingerprint_sha256, locations }) =>
      locations.map(({ location, error }) => [location, error?.code ?? fingerprint_sha256]),
    ),
  );
}

describe('an endpoint with several addresses', () => {
  it('is renewed once all addresses are; until then the report shows each', async () => {
    const { port } = servers[0];
    const files = await manifest(`  - { name: www, endpoint: "www.example.com:${port}", addresses: all }`);
    const scanOn = async (day: number) => {
      const before = receiver.requests.length;
      const report = parseReport(
        await runCli(['scan', '--format', 'json', ...buildTimeOptions(day)], { cwd: files.root }),
      );
      const fired = receiver.requests.slice(before).map(({ body }) => JSON.parse(body).event as string);
      return { locations: collectLocations(report), fired };
    };
    const [one, two] = ['127.0.0.1', '127.0.0.2'].map((address) => `www.example.com:${port}@${address}`) as [
      string,
      string,
    ];
    expect(await scanOn(0)).toEqual({
      locations: { [one]: old.fingerprint, [two]: old.fingerprint },
      fired: ['certificate.expiry_warning'],
    });
    servers[1].renew(next);
    expect(await scanOn(0.5)).toEqual({ locations: { [one]: old.fingerprint, [two]: next.fingerprint }, fired: [] });
    servers[0].renew(next);
    expect(await scanOn(0.6)).toEqual({
      locations: { [one]: next.fingerprint, [two]: next.fingerprint },
      fired: ['certificate.renewed'],
    });
  });
});

describe('an endpoint with both_algorithms', () => {
  it('fails and recovers only for the key type that it has', async () => {
    const server = await startTlsServer(next);
    const { port } = server;
    const files = await manifest(`  - { name: www, endpoint: "127.0.0.1:${port}", both_algorithms: true }`);
    const scanOn = async (day: number) => {
      const before = receiver.requests.length;
      const report = parseReport(
        await runCli(['scan', '--format', 'json', ...buildTimeOptions(day)], { cwd: files.root }),
      );
      const fired = receiver.requests.slice(before).map(({ body }) => JSON.parse(body));
      return { locations: collectLocations(report), fired: fired.map(({ event, data }) => [event, data.location]) };
    };
    const location = `127.0.0.1:${port}#ecdsa`;
    expect(await scanOn(0)).toEqual({ locations: { [location]: next.fingerprint }, fired: [] });
    await server.close();
    expect(await scanOn(1)).toEqual({ locations: { [location]: 'endpoint-refused' }, fired: [] });
    expect(await scanOn(2)).toMatchObject({ fired: [['certificate.unreachable', location]] });
    const again = await startTlsServer(next, { port });
    expect(await scanOn(3)).toEqual({
      locations: { [location]: next.fingerprint },
      fired: [['certificate.recovered', location]],
    });
    await again.close();
  });
});

describe('validate', () => {
  it('connects to no endpoint', async () => {
    const { port } = servers[0];
    const files =
      await manifest(`  - { name: www, endpoint: ["www.example.com:${port}", "127.0.0.1:${port}"], addresses: all }
  - { name: far, endpoint: far.example, proxy: "http://${proxy.location}" }
  - { name: mail, srv: _https._tcp.example.com }
  - { name: file, url: "http://127.0.0.1:${port}/a.pem" }`);
    const before = [servers[0].connections(), proxy.asked.length, receiver.connections(), dns.asked.length];
    const { status, stderr } = await runCli(['validate'], { cwd: files.root });
    expect([status, stderr]).toEqual([0, '']);
    expect([servers[0].connections(), proxy.asked.length, receiver.connections(), dns.asked.length]).toEqual(before);
  });
});

describe('a scan', () => {
  const scan = async (certificates: string, env: Record<string, string> = {}): Promise<Outcome> => {
    const { root } = await manifest(certificates);
    return runCli(['scan', '--dry-run', '--format', 'json'], { cwd: root, env });
  };

  it('distinguishes DNS failures, and does not connect to denied addresses', async () => {
    const outcome = await scan(`  - name: bad
    endpoint: [meta.example.com, silent.example.com, loop.example.com, none.example.com]
  - { name: services, srv: [_https._tcp.example.com, _pop3s._tcp.example.com] }`);
    expect(collectLocations(parseReport(outcome))).toMatchObject({
      'meta.example.com:443': 'endpoint-denied',
      'silent.example.com:443': 'endpoint-dns-timeout',
      'loop.example.com:443': 'endpoint-cname-loop',
      'none.example.com:443': 'endpoint-name-not-found',
      [`www.example.com:${servers[0].port}`]: expect.stringMatching(/^[0-9a-f]{64}$/),
      '_pop3s._tcp.example.com': 'service-not-found',
    });
  });

  it('uses a proxy, and never shows its password', async () => {
    const certificates = `  - { name: far, endpoint: far.example, proxy: "http://scan:$\{PROXY_PASSWORD}@${proxy.location}" }`;
    const right = await scan(certificates, { PROXY_PASSWORD: 'right%2Fsecret' });
    expect(collectLocations(parseReport(right))).toEqual({
      'far.example:443': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const wrong = await scan(certificates, { PROXY_PASSWORD: 'wrong%2Fsecret' });
    expect(collectLocations(parseReport(wrong))).toEqual({ 'far.example:443': 'proxy-authentication-failed' });
    expect(collectLocations(parseReport(await scan(certificates)))).toEqual({ 'far.example:443': 'variable-unset' });
    expect(JSON.stringify([right, wrong])).not.toMatch(/(right|wrong)(\/|%2F)secret/i);
  });

  it('monitors the client certificate that it presents to servers', async () => {
    const own = await createCertificateWithDaysLeft(12, 'scanner');
    const files = await manifest(
      `  - { name: www, endpoint: "127.0.0.1:${servers[0].port}", client_certificate: { cert: own.pem, key: own.key } }`,
    );
    await files.write('own.pem', own.certificate);
    await files.write('own.key', own.privateKeyPem);
    const outcome = await runCli(['scan', '--dry-run', '--format', 'json'], { cwd: files.root });
    expect(collectLocations(parseReport(outcome))).toMatchObject({ 'own.pem': own.fingerprint });
    expect(outcome.stdout).not.toContain('PRIVATE');
  });
});
