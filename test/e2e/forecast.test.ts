import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../src/generated/forecast.ts';
import { startTlsServer, type TestServer } from '../helpers/tls-server.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, expectSchema } from './environment.ts';

const MANIFEST = (endpoint: string) => `version: 1
certificates:
  - { name: shop, endpoint: "${endpoint}" }
  - { name: files, file: "certs/*.pem", expiry_scan_thresholds: [60] }
  - { name: legacy, expires: 2031-05-01 }
  - { name: off, file: certs/nothing.pem, enabled: false }
webhooks:
  chat: { url: "\${NOT_SET}", body_template: "{}" }
rules:
  - { name: all, events: ["certificate.*"], actions: [{ webhook: chat }] }
`;
const NOW = ['--now', '2031-03-10T12:00:00Z'];

let directory: Workspace;
let server: TestServer;
beforeAll(async () => {
  const [shop, soon, old] = await Promise.all([
    createCertificateWithDaysLeft(100, 'shop.example.com'),
    createCertificateWithDaysLeft(5, 'soon'),
    createCertificateWithDaysLeft(-3, 'old'),
  ]);
  server = await startTlsServer(shop);
  directory = await createWorkspace({
    'certvigil.yaml': MANIFEST(server.location),
    'certs/soon.pem': soon.certificate,
    'certs/old.pem': old.certificate,
  });
});
afterAll(async () => {
  await server.close();
  await directory[Symbol.asyncDispose]();
});

const run = (...args: string[]) => runCli(['forecast', ...NOW, ...args], { cwd: directory.root });

async function foretold(...args: string[]): Promise<Forecast> {
  const { status, stdout, stderr } = await run('--format', 'json', ...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const forecast: unknown = JSON.parse(stdout);
  expectSchema('forecast', forecast);
  return forecast as Forecast;
}

describe('certvigil forecast', () => {
  it('reads certificates like a scan, sends and writes nothing, and needs no secret', async () => {
    const { status, stdout, stderr } = await run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      /^MONTH {4}EXPIRING {2}.*\nexpired +1 .*old \(certs\/old\.pem\)\n2031-03 +1 .*16 soon \(certs\/soon\.pem\)\n2031-04 +-\n/,
    );
    expect(stdout).toMatch(/^2031-05 +1 .*01 legacy$/m);
    expect(stdout).toMatch(/^2031-06 +1 .*19 shop$/m);
    expect(stdout).toMatch(/\n4 certificates: 1 expired, 3 expire by the end of 2032-02\.\n$/);
    expect((await readdir(directory.root)).sort()).toEqual(['certs', 'certvigil.yaml']);
  });

  it('prints JSON that matches the schema', async () => {
    const { summary, expiries, forecast_at } = await foretold();
    expect(forecast_at).toBe('2031-03-10T12:00:00Z');
    expect(summary).toEqual({ certificates: 4, expired: 1, within_months: 3, later: 0, unknown: 0 });
    expect(expiries.months).toHaveLength(12);
  });

  it('respects --months and --only', async () => {
    const { summary, expiries } = await foretold('--months', '1', '--only', 'shop');
    expect(expiries.months.map(({ month }) => month)).toEqual(['2031-03']);
    expect(summary).toEqual({ certificates: 1, expired: 0, within_months: 0, later: 1, unknown: 0 });
    expect(await run('--only', 'nothing')).toMatchObject({ status: 2, stdout: '' });
  });

  it('lists read failures, and uses the last reading from the event log', async () => {
    const bad = await createWorkspace({
      'certvigil.yaml': 'version: 1\ncertificates:\n  - { name: a, file: a.pem }\n  - { name: b, file: b.pem }\n',
      'a.pem': (await createCertificateWithDaysLeft(40, 'a')).certificate,
    });
    const scan = (...args: string[]) => runCli(args, { cwd: bad.root });
    await scan('scan', ...buildTimeOptions());
    await bad.write('a.pem', 'broken');
    const { status, stdout } = await scan('forecast', ...buildTimeOptions());
    expect(status).toBe(0);
    expect(stdout).toMatch(/^2031-04 +1 .*20 a$/m);
    expect(stdout).toMatch(/COULD NOT BE READ\n(?:.*\n)* {2}a at a\.pem: [a-z-]+\n/);
    expect(stdout).toContain('2 certificates: 1 expires by the end of 2032-02, 1 could not be read.');
    await bad[Symbol.asyncDispose]();
  });

  it('prints nothing with --quiet, and fails on an invalid manifest', async () => {
    expect(await run('--quiet')).toEqual({ status: 0, stdout: '', stderr: '' });
    const broken = await createWorkspace({ 'certvigil.yaml': 'version: 2\n' });
    expect(await runCli(['forecast'], { cwd: broken.root })).toMatchObject({ status: 2, stdout: '' });
    await broken[Symbol.asyncDispose]();
  });
});
