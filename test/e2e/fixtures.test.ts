import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Digest } from '../../src/generated/digest.ts';
import type { Forecast } from '../../src/generated/forecast.ts';
import type { Report } from '../../src/generated/report.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { createCertificateWithDaysLeft, expectSchema } from './environment.ts';

// Test certificates in each output. The other tests of the events are in test/events/fixtures.test.ts.

const MANIFEST = `version: 1
settings: { expiry_scan_thresholds: [7] }
certificates:
  - { name: tests, kind: fixture, file: testdata/*.pem, exclude: "**/intended.pem" }
  - { name: intended, kind: fixture, expired: intended, file: testdata/intended.pem }
  - { name: shop, expires: 2099-01-01 }
webhooks:
  chat: { url: "https://chat.example/hook" }
  team: { url: "https://team.example/hook" }
rules:
  - { name: all, events: ["*"], actions: [{ webhook: chat }] }
  - { name: fixtures, events: [certificate.fixture_expiring], actions: [{ webhook: team }] }
policies:
  - { name: no test certificate has this key, min_key_size: 16384 }
issues: {}
`;
const NOW = ['--now', '2031-03-10T12:00:00Z'];

let directory: Workspace;
beforeAll(async () => {
  const days = { 'soon.pem': 45, 'late.pem': 61, 'expired.pem': -3, 'intended.pem': -30 };
  const files = await Promise.all(
    Object.entries(days).map(async ([name, left]) => {
      const { certificate } = await createCertificateWithDaysLeft(left, 'localhost');
      return [`testdata/${name}`, certificate] as const;
    }),
  );
  directory = await createWorkspace({ 'certvigil.yaml': MANIFEST, ...Object.fromEntries(files) });
});
afterAll(() => directory[Symbol.asyncDispose]());

const run = (...args: string[]) => runCli([...args, ...NOW], { cwd: directory.root });

async function render(report: string): Promise<string> {
  await run('scan', '--dry-run', '--report', `${report}=out`);
  return readFileSync(path.join(directory.root, 'out'), 'utf8');
}

describe('test certificates', () => {
  it('are ok or warnings with one event, and have no other findings', async () => {
    const { stdout, status } = await run('scan', '--dry-run', '--format', 'json', '--fail-on', 'critical');
    const report: Report = JSON.parse(stdout);
    expectSchema('report', report);
    expect(status).toBe(0);
    const fixtures = report.certificates.filter(({ kind }) => kind === 'fixture');
    expect(
      fixtures.map((one) => `${one.locations[0]?.location} ${one.status} ${one.findings.map(({ code }) => code)}`),
    ).toEqual([
      'testdata/expired.pem warning fixture-expired',
      'testdata/soon.pem warning fixture-expiring',
      'testdata/intended.pem ok ',
      'testdata/late.pem ok ',
    ]);
    expect(fixtures.map(({ trust, policies, renewal }) => [trust, policies, renewal])).toEqual(
      fixtures.map(() => [null, undefined, null]),
    );
    expect(report.deliveries.map(({ rule, destination, reason }) => `${rule} ${destination} ${reason}`)).toEqual([
      'fixtures webhook:team first',
    ]);
  });

  it('are one row of findings for each entry in the table', async () => {
    const { stdout } = await run('scan', '--dry-run');
    expect(stdout.match(/has expiring test certificates/g)).toHaveLength(1);
    expect(stdout).toContain(
      '1 test certificate has expired: testdata/expired.pem (2031-03-08). 1 test certificate expires soon: testdata/soon.pem (2031-04-25).',
    );
  });

  it('are failing test cases in JUnit from the first threshold on', async () => {
    const junit = await render('junit');
    expect(junit).toContain('<testsuite name="tests"');
    expect(junit.match(/<failure message="[^"]*" type="[^"]*"/g)).toEqual([
      '<failure message="expired 2 days ago" type="fixture-expired"',
      '<failure message="expires in 45 days" type="fixture-expiring"',
    ]);
    expect(junit).toContain('tests="5" failures="2" errors="0"');
  });

  it('are in no metric on which rules for any certificate alert', async () => {
    const metrics = await render('openmetrics');
    const lines = metrics
      .split('\n')
      .filter((line) => /localhost|testdata|certificate="(?:tests|intended)"/.test(line));
    expect([...new Set(lines.map((line) => line.replace(/\{.*/, '')))]).toEqual([
      'certvigil_fixture_expiry_timestamp_seconds',
    ]);
    expect(lines).toHaveLength(4);
  });

  it('are in no calendar', async () => {
    const calendar = await render('ics');
    expect(calendar.match(/^SUMMARY:.*/gm)).toEqual(['SUMMARY:shop expires']);
  });

  it('are one certificate of the digest for each entry, and no upcoming expiry', async () => {
    const { stdout } = await run('digest', '--dry-run', '--format', 'json');
    const digest: Digest = JSON.parse(stdout);
    expectSchema('digest', digest);
    expect(digest.warning).toMatchObject([
      { certificate: 'tests', display_name: 'tests', locations: ['testdata/expired.pem', 'testdata/soon.pem'] },
    ]);
    expect(digest.summary).toMatchObject({ certificates: 4, warning: 1, ok: 3, expired: 0, upcoming: 0 });
  });

  it('are not forecast', async () => {
    const forecast: Forecast = JSON.parse((await run('forecast', '--format', 'json')).stdout);
    expect(forecast.summary.certificates).toBe(1);
  });

  it('are warned about by validate, and need no rule', async () => {
    const { stdout, stderr, status } = await run('validate');
    expect(status).toBe(0);
    const output = stdout + stderr;
    expect(output.match(/(?:warning|error)\[[a-z-]+\]/g)).toEqual([
      'warning[fixture-expired]',
      'warning[fixture-expiring]',
    ]);
  });
});
