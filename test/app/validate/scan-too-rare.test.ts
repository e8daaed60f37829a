import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkManifestAndPolicies } from '../../../src/app/check-policies.ts';
import { createCertificate } from '../../../src/app/demo/create-certificate.ts';
import { listPlannedScans } from '../../../src/app/planned-scans.ts';
import { DAY } from '../../../src/domain/thresholds.ts';
import { createTestIo } from '../../manifest/io.ts';

const NOW = Date.parse('2027-03-10T09:00:00Z');

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'certvigil-test-'));
  for (const name of ['.git', '.github/workflows']) mkdirSync(path.join(root, name), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const workflow = (inputs: string, ...crons: string[]) => `on:
  schedule: [${crons.map((cron) => `{ cron: "${cron}" }`).join(', ')}]
jobs:
  scan:
    runs-on: ubuntu-24.04
    steps:
      - uses: acme/certvigil@v0
        with: { ${inputs} }
`;

const write = (name: string, text: string) => writeFileSync(path.join(root, name), text);

/** What `validate` says about a certificate file with a lifetime in days, half of which has passed. */
async function check(days: number, text: string, settings = ''): Promise<string[]> {
  const half = (days * DAY) / 2;
  const period = { notBefore: new Date(NOW - half), notAfter: new Date(NOW + half) };
  const { certificate } = await createCertificate({ commonName: 'shop', sans: ['shop.example'], ...period });
  write('shop.pem', certificate);
  write(
    'certvigil.yaml',
    `version: 1\nsettings: { heartbeat_url: none${settings} }\ncertificates: [{ name: shop, file: shop.pem }]\nissues: {}\n`,
  );
  write('.github/workflows/scan.yml', text);
  const { diagnostics } = await checkManifestAndPolicies(null, { ...createTestIo(root), now: () => NOW });
  return diagnostics
    .filter(({ code }) => code === 'scan-too-rare')
    .map(({ severity, message }) => `${severity}: ${message}`);
}

const DAILY = workflow('', '17 5 * * *');

it.each([
  ['24 hours and one scan a day', 1, DAILY, 'One scan a day, certificates of 24 hours'],
  ['6 days and one scan a week', 6, workflow('', '17 5 * * 1'), 'One scan a week, certificates of 6 days'],
  [
    '24 hours and a scan every 8 hours',
    1,
    workflow('', '0 */8 * * *'),
    'One scan every 8 hours, certificates of 24 hours',
  ],
])('notices certificates of %s', async (_, days, text, expected) => {
  const [notice, ...others] = await check(days, text);
  expect(notice).toContain(expected);
  expect(notice).toMatch(/^notice: /);
  expect(others).toEqual([]);
});

it.each([
  ['6 days and one scan a day', 6, DAILY],
  ['24 hours and a scan every 6 hours', 1, workflow('', '0 */6 * * *')],
  ['24 hours and four schedules', 1, workflow('', '0 1 * * *', '0 7 * * *', '0 13 * * *', '0 19 * * *')],
  ['24 hours without a schedule', 1, 'on: push\njobs: {}\n'],
  ['24 hours and a schedule that only validates', 1, workflow('command: validate', '17 5 * * *')],
  ['24 hours and a schedule for another manifest', 1, workflow('manifest: other.yaml', '17 5 * * *')],
])('has no notice about certificates of %s', async (_, days, text) => {
  expect(await check(days, text)).toEqual([]);
});

it('has no notice if the manifest sets the limit', async () => {
  expect(await check(1, DAILY, ', expiry_critical_days: 2h')).toEqual([]);
});

it('lists the last times at which the workflows were due', () => {
  write('.github/workflows/scan.yml', workflow('', '0 2 * * *', '0 14 * * MON'));
  const times = listPlannedScans({ file: 'certvigil.yaml', root }, NOW, createTestIo(root));
  expect(times).toHaveLength(10);
  expect(times.slice(-4)).toEqual([
    ...['2027-03-08T02:00:00Z', '2027-03-08T14:00:00Z', '2027-03-09T02:00:00Z', '2027-03-10T02:00:00Z'],
  ]);
});
