import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Report } from '../../src/generated/report.ts';
import { startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { expectSchema } from './environment.ts';

const NOW = '2031-03-10T12:00:00Z';
const DAY = 86_400_000;

let server: TestTlsServer;
let files: Workspace;
let strong: Awaited<ReturnType<typeof createCertificate>>;
beforeAll(async () => {
  const made = (sans: string[], days: number) =>
    createCertificate({
      commonName: 'shop.example.com',
      sans,
      notBefore: new Date(Date.parse(NOW) - DAY),
      notAfter: new Date(Date.parse(NOW) + days * DAY),
    });
  strong = await made(['shop.example.com'], 40);
  const weak = await made([], 800);
  server = await startTlsServer(weak);
  files = await createWorkspace({
    'weak.pem': weak.certificate,
    'certvigil.yaml': `version: 1
certificates:
  - { name: shop, endpoint: "${server.location}", trust: none, labels: { env: prod } }
  - { name: file, file: weak.pem }
  - { name: legacy, expires: 2031-12-01 }
  - { name: gone, endpoint: "127.0.0.1:1" }
webhooks: { chat: { url: "http://127.0.0.1:9/" } }
rules: [{ name: all, events: [certificate.policy_violation], actions: [{ webhook: chat }] }]
policies:
  - { name: names, severity: critical, san_required: true }
  - { name: lives, match: { labels: { env: prod } }, max_validity_days: 47, min_key_size: 3072 }
  - { name: typo, match: { labels: { env: prd } }, min_key_size: 3072 }
`,
  });
});
afterAll(async () => {
  await server.close();
  await files[Symbol.asyncDispose]();
});

async function scan(...more: string[]): Promise<Report> {
  const args = ['scan', '--format', 'json', '--now', NOW, '--event-log', 'log.json', ...more];
  const { stdout, stderr } = await runCli(args, { cwd: files.root });
  expect(stderr).not.toMatch(/internal/);
  const report = JSON.parse(stdout) as Report;
  expectSchema('report', report);
  return report;
}

describe('policies', () => {
  it('notify about violations with each check and a score, and resolve them', async () => {
    const report = await scan();
    const shop = report.certificates.find(({ certificate }) => certificate === 'shop');
    expect(shop?.policies).toMatchObject({
      score: 0,
      results: [
        { policy: 'names', result: 'fail', checks: [{ check: 'san_required', checked: 'none' }] },
        {
          policy: 'lives',
          result: 'fail',
          checks: [
            { check: 'min_key_size', result: 'pass', checked: '256-bit EC', expected: 'at least 256 bits' },
            { check: 'max_validity_days', result: 'fail', checked: '801 days', expected: 'at most 47 days' },
          ],
        },
      ],
    });
    expect(report.summary.policies).toEqual({ score: 0, pass: 0, fail: 3, skipped: 1, error: 1 });
    const counts = report.policies?.map(({ policy, state, certificates, fail, error, skipped }) => [
      ...[policy, state, certificates, fail, error, skipped],
    ]);
    expect(counts).toEqual([
      ['names', 'violated', 4, 2, 1, 1],
      ['lives', 'violated', 1, 1, 0, 0],
      ['typo', 'no-certificates', 0, 0, 0, 0],
    ]);
    expect(report.certificates.find(({ certificate }) => certificate === 'gone')?.policies).toMatchObject({
      score: null,
      results: [{ policy: 'names', result: 'error', checks: [{ check: 'san_required', checked: null }] }],
    });
    const violations = report.events.filter(({ event }) => event === 'certificate.policy_violation');
    expect(violations.map(({ certificate, data }) => [certificate, data.finding?.qualifier, data.error?.code])).toEqual(
      [
        ['file', 'names', 'policy-san-required'],
        ['shop', 'names', 'policy-san-required'],
        ['shop', 'lives', 'policy-max-validity-days'],
      ],
    );
    server.renew(strong);
    const later = await scan('--only', 'shop');
    expect(later.certificates[0]?.policies).toMatchObject({ score: 100 });
    expect(later.events.filter(({ event }) => event === 'certificate.policy_violation')).toEqual([]);
  });

  it('have a summary below the table', async () => {
    const { stdout } = await runCli(['scan', '--dry-run', '--now', NOW], { cwd: files.root });
    expect(stdout).toMatch(/^Policies: \d of 3 met\. Score \d+ of 100\.\nPolicy names \(critical\): /m);
    expect(stdout).toContain('Policy typo (warning) matches no certificate, so it checks nothing.');
  });

  it('fail validate for weak certificate files', async () => {
    const { status, stdout } = await runCli(['validate', '--now', NOW], { cwd: files.root });
    expect(status).toBe(2);
    expect(stdout).toMatch(/^certvigil\.yaml:4:\d+: error\[policy-violation\]: "weak\.pem" violates policy "names"/m);
  });
});

it('chain_required checks each server of a matching entry, in any order, and no other entry', async () => {
  const times = { notBefore: new Date(Date.parse(NOW) - DAY), notAfter: new Date(Date.parse(NOW) + 300 * DAY) };
  const issuer = await createCertificate({ commonName: 'Issuing', ca: true, ...times });
  const leaf = await createCertificate({
    commonName: 'shop.example.com',
    sans: ['shop.example.com'],
    issuer,
    ...times,
  });
  const [whole, bare] = [await startTlsServer(leaf, { chain: [issuer] }), await startTlsServer(leaf)];
  await using own = await createWorkspace({
    'leaf.pem': leaf.certificate,
    'certvigil.yaml': `version: 1
defaults: { trust: none }
certificates:
  - { name: first, endpoint: ["${whole.location}", "${bare.location}"] }
  - { name: last, endpoint: ["${bare.location}", "${whole.location}"] }
  - { name: whole, endpoint: "${whole.location}" }
  - { name: file, file: leaf.pem }
webhooks: { chat: { url: "http://127.0.0.1:9/" } }
rules: [{ name: all, events: [certificate.policy_violation], actions: [{ webhook: chat }] }]
policies: [{ name: chains, match: { names: [first, last, whole] }, chain_required: true }]
`,
  });
  const { stdout } = await runCli(['scan', '--dry-run', '--now', NOW, '--format', 'json'], { cwd: own.root });
  await Promise.all([whole.close(), bare.close()]);
  const { events } = JSON.parse(stdout) as Report;
  expect(events.map(({ certificate }) => certificate)).toEqual(['first', 'last']);
});
