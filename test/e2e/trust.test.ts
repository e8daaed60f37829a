import { tmpdir } from 'node:os';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import { createTrustEvaluator, evaluateTrust } from '../../src/app/verify/trust-evaluator.ts';
import { parsePathFields } from '../../src/certificate/x509/path-fields.ts';
import type { Inspection } from '../../src/generated/inspect.ts';
import type { Report } from '../../src/generated/report.ts';
import { startTlsServer, type TestServer } from '../helpers/tls-server.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { expectSchema } from './environment.ts';

const NOW = '2031-03-10T12:00:00Z';
const DAY = 86_400_000;

let made: Record<'root' | 'middle' | 'leaf' | 'lonely', CreatedCertificate>;
let server: TestServer;
let lonely: TestServer;
let files: Workspace;

beforeAll(async () => {
  const times = (days: number) => ({
    notBefore: new Date(Date.parse(NOW) - 100 * DAY),
    notAfter: new Date(Date.parse(NOW) + days * DAY),
  });
  const root = await createCertificate({ commonName: 'Private root', ca: true, ...times(3000) });
  const middle = await createCertificate({ commonName: 'Private issuing', ca: true, issuer: root, ...times(40) });
  const leaf = await createCertificate({
    commonName: 'shop.example.com',
    sans: ['shop.example.com'],
    issuer: middle,
    ...times(300),
  });
  made = { root, middle, leaf, lonely: await createCertificate({ sans: ['127.0.0.1'], ...times(300) }) };
  server = await startTlsServer(leaf, { chain: [middle, root] });
  lonely = await startTlsServer(made.lonely);
  files = await createWorkspace({
    'root.pem': root.certificate,
    'chain.pem': leaf.certificate + middle.certificate,
    'key.pem': leaf.privateKeyPem,
    'certvigil.yaml': `version: 1
certificates:
  - { name: trusted, endpoint: "${server.location}", server_name: shop.example.com, ca_file: root.pem }
  - { name: misnamed, endpoint: "${server.location}", ca_file: root.pem }
  - { name: private, endpoint: "${server.location}", server_name: shop.example.com }
  - { name: alone, endpoint: "${lonely.location}" }
  - { name: missing, endpoint: "${lonely.location}", ca_file: gone.pem }
  - { name: key, endpoint: "${lonely.location}", ca_file: key.pem }
  - { name: system, endpoint: "${server.location}", server_name: shop.example.com, trust: system }
  - { name: ignored, endpoint: "${server.location}", trust: none }
  - { name: system-file, file: chain.pem, trust: system }
  - { name: file, file: chain.pem, ca_file: root.pem }
  - { name: unchecked, file: chain.pem }
webhooks: { chat: { url: "http://127.0.0.1:9/" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
`,
  });
});
afterAll(async () => {
  await Promise.all([server.close(), lonely.close()]);
  await files[Symbol.asyncDispose]();
});

const scan = (...args: string[]) =>
  runCli(['scan', '--dry-run', '--now', NOW, ...args], {
    cwd: files.root,
    env: { RUNNER_TEMP: tmpdir(), SSL_CERT_FILE: path.join(files.root, 'root.pem') },
  });

describe('a scan', () => {
  it('reports certificates whose trust cannot be evaluated because the anchors are unreadable', async () => {
    const env = { RUNNER_TEMP: tmpdir(), SSL_CERT_FILE: path.join(files.root, 'nowhere.pem') };
    const { stdout } = await runCli(['scan', '--dry-run', '--now', NOW], { cwd: files.root, env });
    const unchecked = stdout
      .match(/^ {2}.* could not be checked for trust$/gm)
      ?.map((line) => line.trim().split(' could')[0]);
    expect(unchecked?.sort()).toEqual(['Each of 2 certificates (system, system-file)', 'key', 'missing']);
  });

  it('evaluates a certificate by the expiry of its path, and as critical if clients reject it', async () => {
    const { status, stdout } = await scan('--format', 'json');
    const report = JSON.parse(stdout) as Report;
    const found = report.certificates.map(({ certificate, status, trust }) => [
      certificate,
      `${status}, ${trust === null ? 'not evaluated' : (trust?.reason ?? `trusted to ${trust?.effective_valid_to}`)}`,
    ]);
    expect(Object.fromEntries(found)).toEqual({
      trusted: 'ok, trusted to 2031-04-19T12:00:00Z',
      misnamed: 'critical, name-mismatch',
      private: 'critical, unknown-issuer',
      alone: 'critical, self-signed',
      missing: 'ok, ca-file-unusable',
      key: 'ok, ca-file-unusable',
      system: 'ok, trusted to 2031-04-19T12:00:00Z',
      ignored: 'ok, not evaluated',
      'system-file': 'ok, trusted to 2031-04-19T12:00:00Z',
      file: 'ok, trusted to 2031-04-19T12:00:00Z',
      unchecked: 'ok, not evaluated',
    });
    expect(status).toBe(0);
    expect(report.summary).toMatchObject({ ok: 8, critical: 3 });
    const fired = report.events.map(({ event, certificate, data }) => [
      certificate,
      event,
      data.finding?.code ?? data.threshold,
    ]);
    // A CA that ends in 40 days is announced 30 days before.
    expect(fired).toEqual([
      ['alone', 'certificate.untrusted', 'self-signed'],
      ['misnamed', 'certificate.untrusted', 'name-mismatch'],
      ['private', 'certificate.untrusted', 'unknown-issuer'],
    ]);
    expect((await scan('--fail-on', 'critical')).status).toBe(1);
    const trusted = report.certificates.find(({ certificate }) => certificate === 'trusted');
    const issuing = { subject: 'Private issuing', fingerprint_sha256: made.middle.fingerprint };
    const end = { effective_valid_to: '2031-04-19T12:00:00Z', limited_by: issuing, days_remaining: 40 };
    expect(trusted).toMatchObject(end);
    expect(trusted?.trust).toMatchObject({
      limited_by: { subject: 'Private issuing', fingerprint_sha256: made.middle.fingerprint },
      notes: [{ code: 'root-sent' }],
    });
    expectSchema('report', report);
  });

  it('shows the reasons for distrust', async () => {
    const { stdout } = await scan();
    const section = stdout.split('\n\n').find((part) => part.startsWith('FINDINGS')) ?? '';
    expect(section).toContain('alone is not trusted by TLS clients (self-signed)');
    expect(section).toContain('The certificate is self-signed');
    expect(section).toContain('missing could not be checked for trust');
    expect(stdout).toMatch(/^untrusted +\d+ +alone /m);
  });
});

describe('inspect', () => {
  it('evaluates the certificate of an endpoint for its host', async () => {
    const args = ['inspect', server.location, '--server-name', 'shop.example.com', '--now', NOW];
    const { stdout, status } = await runCli(args, { cwd: files.root });
    expect(status).toBe(0);
    expect(stdout).toContain('UNTRUSTED: unknown-issuer');
    expect(stdout).toContain('The chain is complete, but its root, CN=Private root, is not in');
    const json = JSON.parse((await runCli([...args, '--format', 'json'], { cwd: files.root })).stdout) as Inspection;
    expect(json.targets[0]?.locations[0]?.trust).toMatchObject({ trusted: false, reasons: ['unknown-issuer'] });
    expectSchema('inspect', json);
  });

  it('evaluates the trust of a file only if a trust store is given', async () => {
    const look = async (...args: string[]) =>
      (await runCli(['inspect', ...args, '--now', NOW], { cwd: files.root })).stdout;
    expect(await look('chain.pem')).not.toContain('Trust ');
    expect(await look('chain.pem', '--ca-file', 'root.pem')).toMatch(/Trust +trusted, until 2031-04-19/);
    expect(await look('chain.pem', '--trust', 'mozilla')).toContain('UNTRUSTED: unknown-issuer');
    expect(await look(server.location, '--trust', 'none')).not.toContain('Trust ');
  });

  it('reads standard input like a file', async () => {
    const args = ['inspect', '-', '--ca-file', 'root.pem', '--now', NOW];
    const { stdout } = await runCli(args, {
      cwd: files.root,
      input: made.leaf.certificate + made.middle.certificate,
    });
    expect(stdout).toMatch(/Trust +trusted, until 2031-04-19/);
  });

  it('reports why the trust store of the machine cannot be used', async () => {
    const env = { SSL_CERT_FILE: path.join(files.root, 'gone.pem') };
    const { stdout } = await runCli(['inspect', 'chain.pem', '--trust', 'system', '--now', NOW], {
      cwd: files.root,
      env,
    });
    expect(stdout).toContain('could not be checked: system-anchors-unusable');
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/SSL_CERT_FILE \S*gone.pem does not exist/);
  });

  it('rejects --trust together with --ca-file', async () => {
    const { status, stderr } = await runCli(['inspect', 'chain.pem', '--trust', 'system', '--ca-file', 'root.pem'], {
      cwd: files.root,
    });
    expect(status).toBe(2);
    expect(stderr).toContain('--trust and --ca-file');
  });
});

describe("Mozilla's anchors", () => {
  it('are all read, and each is a valid anchor', async () => {
    const evaluator = createTrustEvaluator(Date.parse('2026-06-01T00:00:00Z'));
    for (const pem of rootCertificates) {
      const der = Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
      const request = { host: null, anchors: null, aia: false, revocation: false, purpose: 'server' } as const;
      const trust = (await evaluateTrust(evaluator, [der], pem, request))?.trust;
      expect(trust?.path, pem).toEqual([parsePathFields(der)?.fingerprint]);
      // It is not a usable leaf. As an anchor, only its validity may be a problem.
      expect(
        trust?.reasons.filter((reason) => !['wrong-usage', 'path-expired', 'not-yet-valid'].includes(reason)),
      ).toEqual([]);
    }
  });
});
