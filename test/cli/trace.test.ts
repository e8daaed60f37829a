/** What `--trace` prints, with real servers, and that it changes nothing else. */
import { afterEach, beforeAll, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import { createWorkspace, runCli, WITHOUT_WAITS, type Workspace } from '../e2e/certvigil.ts';
import { type DnsServer, startDnsServer } from '../helpers/dns-server.ts';
import { startHttpProxy } from '../helpers/proxy.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { startSmtpServer } from '../helpers/smtp-server.ts';
import { SCRIPTS, startScriptedServer } from '../helpers/starttls-server.ts';
import { startTlsServer } from '../helpers/tls-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function kept<Server extends { close: () => unknown }>(starting: Promise<Server>): Promise<Server> {
  const server = await starting;
  cleanups.push(server.close);
  return server;
}

let certificate: CreatedCertificate;
beforeAll(async () => {
  const [notBefore, notAfter] = [new Date('2026-01-01'), new Date('2026-06-01')];
  certificate = await createCertificate({ commonName: 'shop.example.com', notBefore, notAfter });
});

const HOOK = 's3cr3t-hook-path';
const PASSWORD = 'pr0xy-passw0rd';

/** The lines of the trace, without what differs from run to run. `names` replaces ports and paths. */
function readLines(stderr: string, names: Record<string, string>): string[] {
  const lines = stderr.split('\n').filter((line) => line.startsWith('trace '));
  return lines.map((line) =>
    Object.entries(names)
      .reduce((text, [from, to]) => text.replaceAll(from, to), line)
      .replaceAll('\\', '/')
      .replace(/^trace \+\d+\.\d{3}s /, '')
      .replace(/\(\d+ ms\)$/, '(N ms)'),
  );
}

/** Starts everything that a scan of one server connects to, and writes its manifest. */
async function createScene(): Promise<{ files: Workspace; names: Record<string, string>; dns: DnsServer }> {
  const [server, receiver, dns] = await Promise.all([
    kept(startTlsServer(certificate)),
    kept(startReceiver([503, 200])),
    kept(startDnsServer({ 'shop.example.com': { A: ['127.0.0.1'] } })),
  ]);
  const files = await createWorkspace({
    'certvigil.yaml': JSON.stringify({
      version: 1,
      network: { dns_servers: [dns.address] },
      certificates: [{ name: 'shop', endpoint: `shop.example.com:${server.port}`, trust: 'none' }],
      webhooks: { chat: { url: `${receiver.origin}/${'$'}{HOOK}` } },
      rules: [{ name: 'all', events: ['certificate.*'], actions: [{ webhook: 'chat' }] }],
    }),
  });
  cleanups.push(() => files[Symbol.asyncDispose]());
  const names = { [files.root]: '', [`:${server.port}`]: ':443', [dns.address]: 'DNS', [receiver.host]: 'RECEIVER' };
  return { files, names, dns };
}

const SCAN = ['scan', '--event-log', 'log.json', '--report', 'json=report.json', '--now', '2026-07-01T00:00:00Z'];

it('a scan prints each step in its order', async () => {
  const { files, names } = await createScene();
  const run = { cwd: files.root, env: { HOOK } };
  const first = await runCli([...SCAN, '--trace'], run, WITHOUT_WAITS);
  const lines = readLines(first.stderr, names);
  expect(lines.filter((line) => !line.startsWith('dns '))).toEqual([
    'event-log read /log.json: none yet (N ms)',
    'connect 127.0.0.1:443: connected (N ms)',
    expect.stringMatching(
      /^handshake 127\.0\.0\.1:443 server name shop\.example\.com, profile default: TLS 1\.3, TLS_\w+, \w+, 1 certificate \(N ms\)$/,
    ),
    'decision certificate.expired of shop by rule "all" to webhook:chat: due, first',
    'event-log save /log.json: saved, the first scan starts (N ms)',
    'connect RECEIVER: connected to RECEIVER (N ms)',
    'request POST http://RECEIVER/***: 503 (N ms)',
    'connect RECEIVER: connected to RECEIVER (N ms)',
    'request POST http://RECEIVER/***: 200 (N ms)',
    'event-log save /log.json: saved, 1 fired (N ms)',
  ]);
  expect(lines.filter((line) => line.startsWith('dns ')).sort()).toEqual([
    'dns shop.example.com A @DNS: 127.0.0.1 (N ms)',
    'dns shop.example.com AAAA @DNS: ENODATA (N ms)',
  ]);
  expect(first.stderr).not.toContain(HOOK);

  const later = SCAN.with(-1, '2026-07-01T01:00:00Z');
  const second = await runCli([...later, '--trace'], run, WITHOUT_WAITS);
  expect(readLines(second.stderr, names).filter((line) => line.startsWith('decision '))).toEqual([
    'decision certificate.expired of shop by rule "all" to webhook:chat: suppressed, within cooldown until 2026-07-01T22:00:00Z',
  ]);
});

it('results, reports and the event log are the same with and without a trace', async () => {
  const [plain, traced] = await Promise.all([createScene(), createScene()]);
  const results = [];
  for (const [{ files, names }, env] of [
    [plain, {}],
    [traced, { CERTVIGIL_TRACE: '1' }],
  ] as const) {
    const { stdout, stderr, status } = await runCli(SCAN, { cwd: files.root, env: { HOOK, ...env } }, WITHOUT_WAITS);
    const read = async (name: string) => normalize((await files.read(name)) ?? '', names);
    const messages = stderr.replace(/^trace .*\n/gm, '');
    results.push({
      status,
      stdout: normalize(stdout, names),
      messages,
      log: await read('log.json'),
      report: await read('report.json'),
    });
    expect(/^trace /m.test(stderr)).toBe('CERTVIGIL_TRACE' in env);
  }
  expect(results[0]?.log).toContain('certificate.expired');
  expect(results[1]).toEqual(results[0]);
});

/** Without ports, the ID of the scan, and times of the clock. */
function normalize(text: string, names: Record<string, string>): string {
  const same = Object.entries(names).reduce((rest, [from, to]) => rest.replaceAll(from, to), text);
  return same.replace(/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/g, 'ID').replace(/127\.0\.0\.1:\d+/g, 'ADDRESS');
}

it('a proxy and STARTTLS have lines of their own, without credentials', async () => {
  const mail = await kept(startScriptedServer(certificate, 'smtp', SCRIPTS.smtp));
  const proxy = await kept(startHttpProxy({ to: mail.port, user: 'scan', password: PASSWORD }));
  const files = await createWorkspace({});
  cleanups.push(() => files[Symbol.asyncDispose]());
  const inspect = ['inspect', 'mail.example.com:587', '--starttls', 'smtp', '--trust', 'none', '--trace'];
  const address = `127.0.0.1:${proxy.port}`;
  const { stderr, stdout } = await runCli([...inspect, '--proxy', `http://scan:${'$'}{PASSWORD}@${address}`], {
    cwd: files.root,
    env: { PASSWORD },
  });
  expect(readLines(stderr, { [address]: 'PROXY' })).toEqual([
    'connect PROXY: connected (N ms)',
    'proxy PROXY CONNECT mail.example.com:587: accepted (N ms)',
    'starttls SMTP with mail.example.com: accepted (N ms)',
    expect.stringMatching(
      /^handshake mail\.example\.com:587 server name mail\.example\.com, profile default: TLS 1\.3, /,
    ),
  ]);
  expect(stderr + stdout).not.toContain(PASSWORD);
});

it('mail has lines for the connection, the session, the login and the message', async () => {
  const login = { user: 'certvigil', pass: PASSWORD };
  const server = await kept(startSmtpServer({ tls: certificate, login }));
  const files = await createWorkspace({
    'certvigil.yaml': JSON.stringify({
      version: 1,
      certificates: [{ name: 'shop', expires: '2027-02-20' }],
      email: {
        ops: {
          ...{ host: '127.0.0.1', port: server.port, tls: 'starttls', ssl_verification: false },
          ...{ username: 'certvigil', password: `${'$'}{PASSWORD}`, from: 'a@example.com', to: ['b@example.com'] },
        },
      },
      rules: [{ name: 'all', events: ['certificate.*'], actions: [{ email: 'ops' }] }],
    }),
  });
  cleanups.push(() => files[Symbol.asyncDispose]());
  const { stderr, stdout } = await runCli(['test', 'shop', '--trace'], { cwd: files.root, env: { PASSWORD } });
  expect(readLines(stderr, { [`127.0.0.1:${server.port}`]: 'SERVER' })).toEqual([
    'connect SERVER: connected to SERVER (N ms)',
    'mail SERVER, tls starttls: ready (N ms)',
    'login to SERVER: accepted (N ms)',
    'mail SERVER to 1 recipient: accepted (N ms)',
  ]);
  expect(stderr + stdout).not.toContain(PASSWORD);
});
