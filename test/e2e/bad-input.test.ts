import { randomBytes } from 'node:crypto';
import { mkdir, truncate } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import {
  findRefusingPort,
  startClosingServer,
  startHangingServer,
  startPlainHttpServer,
  startTlsServer,
  type TestServer,
} from '../helpers/tls-server.ts';
import { createWorkspace, type Outcome, runCli, runProcess, type Workspace } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, parseReport } from './environment.ts';

/** A manifest with an alert for this receiver. */
const telling = (origin: string) => `
version: 1
certificates:
  - { name: soon, file: soon.pem }
webhooks:
  chat: { url: "${origin}/hook" }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }
`;

let receiver: Receiver;
let soon: string;
beforeAll(async () => {
  receiver = await startReceiver();
  soon = (await createCertificateWithDaysLeft(13, 'soon.example.com')).certificate;
});
afterAll(() => receiver.close());

/** Runs a scan that must not send anything. */
async function scanInVain(files: Workspace, args: string[] = [], run = runCli): Promise<Outcome> {
  const before = receiver.requests.length;
  const outcome = await run(['scan', ...args], { cwd: files.root });
  expect(receiver.requests.length).toBe(before);
  expect(outcome.stdout).toBe('');
  return outcome;
}

describe('a manifest', () => {
  it('that is missing is reported with the default paths, and nothing is written', async () => {
    await using files = await createWorkspace({ 'soon.pem': soon });
    const { status, stderr } = await scanInVain(files);
    expect(status).toBe(2);
    expect(stderr).toContain('error[manifest-not-found]: No manifest found in');
    expect(stderr).toContain('certvigil.yaml, certvigil.yml, .github/certvigil.yaml, .github/certvigil.yml');
    expect(stderr).toMatch(/ {2}= help: Specify one with --manifest FILE/);
    expect(await files.read('.certvigil/event-log.json')).toBeNull();
  });

  it('that is missing at the given path is reported', async () => {
    await using files = await createWorkspace({});
    const { status, stderr } = await scanInVain(files, ['--manifest', 'nope.yaml']);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('error[manifest-not-found]') });
    expect(stderr).toContain('nope.yaml');
  });

  it('that is unreadable, such as a directory, is reported', async () => {
    await using files = await createWorkspace({});
    await mkdir(files.at('certvigil.yaml'));
    const { status, stderr } = await scanInVain(files);
    expect(status).toBe(2);
    expect(stderr).toContain('error[manifest-unreadable]: Cannot read the manifest certvigil.yaml: it is a directory.');
  });

  it('that is invalid is reported with all problems on standard error, and nothing is scanned', async () => {
    const broken = `${telling(receiver.origin).replace('soon.pem', 'soon.pem, fiel: x')}  - { name: b, events: [certificate.expired], actions: [{ webhook: chta }] }\n`;
    await using files = await createWorkspace({ 'certvigil.yaml': broken, 'soon.pem': soon });
    const { status, stderr } = await scanInVain(files);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^certvigil\.yaml:4:\d+: error\[unknown-key\]: Unknown key "fiel" in/m);
    expect(stderr).toMatch(/^certvigil\.yaml:9:\d+: error\[unknown-webhook\]: Unknown webhook "chta"/m);
    expect(stderr).toContain('Did you mean "chat"?');
    expect(stderr).toContain('2 errors in the manifest; nothing was done.');
    expect(await files.read('.certvigil/event-log.json')).toBeNull();
  });

  it('above 5 MB is rejected', async () => {
    await using files = await createWorkspace({
      'certvigil.yaml': `${telling(receiver.origin)}${'# filler\n'.repeat(600_000)}`,
    });
    const { status, stderr } = await scanInVain(files);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^certvigil\.yaml:1:1: error\[file-too-large\]/);
    expect(stderr.length).toBeLessThan(1000);
  });
});

describe('an event log that is', () => {
  const WHOLE = '{"version": 1, "scans": {}, "locations": {}, "certificates": {}, "events": []}\n';

  it.each([
    ['truncated', WHOLE.slice(0, 40), 'event-log-not-json', 'truncated or not valid JSON'],
    ['empty', '', 'event-log-not-json', 'truncated or not valid JSON'],
    ['of a newer version', WHOLE.replace('1', '2'), 'event-log-newer-version', 'written by a newer certvigil'],
    [
      'not ours',
      '{"name": "certvigil", "lockfileVersion": 3}\n',
      'event-log-invalid',
      'not a valid certvigil event log',
    ],
    ['valid except for one record', WHOLE.replace('[]', '[{"id": 7}]'), 'event-log-invalid', 'at /events/0'],
    ['not text', Buffer.from([0x7b, 0xff, 0x7d]), 'event-log-unreadable', 'not UTF-8 text'],
  ])('%s is left unchanged, and nothing is sent', async (_, log, code, words) => {
    await using files = await createWorkspace({
      'certvigil.yaml': telling(receiver.origin),
      'soon.pem': soon,
      'log.json': log,
    });
    const before = await files.read('log.json');
    const { status, stderr } = await scanInVain(files, buildTimeOptions());
    expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringContaining(`error[${code}]`) });
    expect(stderr).toContain(words);
    expect(stderr).toContain(files.at('log.json'));
    expect(stderr).toContain('  = help: ');
    expect(await files.read('log.json')).toBe(before);

    const cleared = await runCli(['log', 'clear', '--event-log', 'log.json'], { cwd: files.root });
    expect({ status: cleared.status, stderr: cleared.stderr }).toEqual({
      status: 3,
      stderr: expect.stringContaining(`error[${code}]`),
    });
    expect(await files.read('log.json')).toBe(before);
  });

  it('not writable prevents sending on the first run', async () => {
    await using files = await createWorkspace({
      'certvigil.yaml': telling(receiver.origin),
      'soon.pem': soon,
      'a-file': '',
    });
    const { status, stderr } = await scanInVain(files, buildTimeOptions(0, 'a-file/log.json'));
    expect(status).toBe(3);
    expect(stderr).toContain('part of the path is a file, not a directory');
  });

  it('on a full disk prevents sending on the first run, and leaves no partial log', async () => {
    await using files = await createWorkspace({ 'certvigil.yaml': telling(receiver.origin), 'soon.pem': soon });
    const { status, stderr } = await scanInVain(files, buildTimeOptions(), (args, options) =>
      runProcess(args, { ...options, largestFile: 0 }),
    );
    expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringContaining('error[event-log-unwritable]') });
    expect(stderr).toContain('\n  = help: Nothing was sent. ');
    expect(await files.read('log.json')).toBeNull();
  });

  it('on a disk that has become full is kept, and unrecorded deliveries are reported', async () => {
    const manifest = telling(receiver.origin);
    await using files = await createWorkspace({
      'certvigil.yaml': manifest,
      'soon.pem': (await createCertificateWithDaysLeft(300, 'soon.example.com')).certificate,
    });
    await runCli(['scan', ...buildTimeOptions()], { cwd: files.root });
    const before = await files.read('log.json');
    expect(before).toContain('soon.example.com');
    await files.write('soon.pem', soon);
    const sent = receiver.requests.length;
    const { status, stdout, stderr } = await runProcess(['scan', ...buildTimeOptions(1)], {
      cwd: files.root,
      largestFile: 1,
    });
    expect(receiver.requests.length - sent).toBe(2);
    expect(status).toBe(3);
    expect(stdout).toContain('sent');
    expect(stderr).toContain('error[event-log-unwritable]: the event log was NOT saved');
    expect(stderr).toContain('The next scan will resend the 2 notifications that this scan sent.');
    expect(await files.read('log.json')).toBe(before);
  });
});

describe('unreadable certificates', () => {
  let servers: TestServer[];
  let files: Workspace;
  let outcome: Outcome;
  let certificates: ReportCertificate[];
  const binary = randomBytes(2000);
  const key = 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg';
  const privateKey = `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`;

  /** Its location, and the code that says what is wrong with it. */
  let expected: Record<string, [location: string, code: string]>;

  beforeAll(async () => {
    const good = await createCertificateWithDaysLeft(200, 'good.example.com');
    const [fine, hangs, closes, plain] = await Promise.all([
      startTlsServer(good),
      startHangingServer(),
      startClosingServer(),
      startPlainHttpServer(),
    ]);
    servers = [fine, hangs, closes, plain];
    const refuses = `127.0.0.1:${await findRefusingPort()}`;
    expected = {
      missing: ['missing.pem', 'file-not-found'],
      empty: ['empty.pem', 'file-empty'],
      binary: ['binary.bin', 'unknown-format'],
      'key-alone': ['key.pem', 'private-key-only'],
      truncated: ['truncated.der', 'certificate-truncated'],
      huge: ['huge.pem', 'file-too-large'],
      directory: ['directory', 'file-is-directory'],
      refuses: [refuses, 'endpoint-refused'],
      hangs: [hangs.location, 'endpoint-timeout'],
      closes: [closes.location, 'endpoint-closed'],
      plain: [plain.location, 'endpoint-not-tls'],
      nameless: ['no-such-host.invalid:443', 'endpoint-name-not-found'],
    };
    const sourced = Object.entries(expected).map(([name, [location]]) => {
      return `  - { name: ${name}, ${/:\d+$/.test(location) ? 'endpoint' : 'file'}: "${location}" }\n`;
    });
    files = await createWorkspace({
      'certvigil.yaml': `version: 1
settings: { scan_timeout_seconds: 3 }
certificates:
  - { name: good-file, file: good.pem }
  - { name: good-server, endpoint: "${fine.location}", trust: none }
${sourced.join('')}webhooks:
  chat: { url: "${receiver.origin}/hook" }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }
`,
      // The key beside the certificate is the one thing that must never come out again.
      'good.pem': good.privateKeyPem + good.certificate,
      'empty.pem': '',
      'binary.bin': binary,
      'key.pem': privateKey,
      'truncated.der': good.der.subarray(0, 200),
      'huge.pem': 'x',
      'directory/.keep': '',
      'private-key': good.privateKeyPem,
    });
    await truncate(files.at('huge.pem'), 50 * 1024 * 1024);
    outcome = await runCli(['scan', '--format', 'json', '--report', 'markdown=report.md', ...buildTimeOptions()], {
      cwd: files.root,
    });
    certificates = parseReport(outcome).certificates;
  });
  afterAll(async () => {
    await Promise.all([...servers.map((server) => server.close()), files[Symbol.asyncDispose]()]);
  });

  it('do not stop the scan of the others', () => {
    expect({ status: outcome.status, stderr: outcome.stderr }).toEqual({
      // Entries that were never read are red.
      status: 1,
      // A file that is not there is a warning of the manifest already.
      stderr: expect.stringMatching(
        /^certvigil\.yaml:\d+:\d+: warning\[glob-no-match\]: No file matches "missing\.pem"/,
      ),
    });
    const ok = certificates.filter(({ status }) => status === 'ok');
    expect(ok.map(({ certificate }) => certificate).sort()).toEqual(['good-file', 'good-server']);
    expect(certificates.filter(({ status }) => status === 'unknown')).toHaveLength(Object.keys(expected).length);
  });

  it('have specific error codes', () => {
    const found = certificates
      .filter(({ status }) => status === 'unknown')
      .map(({ certificate, locations, error }) => {
        return [certificate, [locations[0]?.location, error?.code]];
      });
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it('have a message with a fix', () => {
    const silent = certificates.filter(({ error }) => error !== null && error.detail.length < 40);
    expect(silent).toEqual([]);
  });

  it('never show a private key or an unrelated file', async () => {
    const beside = ((await files.read('private-key')) ?? '').split('\n').slice(1, 3);
    const everything = [
      outcome.stdout,
      outcome.stderr,
      await files.read('log.json'),
      await files.read('report.md'),
      JSON.stringify(receiver.requests),
    ].join('\n');
    expect(everything).toContain('good.example.com');
    for (const secret of [key, ...beside]) {
      expect(secret.length).toBeGreaterThan(20);
      expect(everything).not.toContain(secret);
    }
    expect(everything).not.toContain(binary.toString('latin1').slice(0, 20));
  });
});
