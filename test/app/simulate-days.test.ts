import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createSimulation } from '../../src/app/simulate/select-targets.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { createCertificateWithDaysLeft } from '../e2e/environment.ts';
import { createTestIo } from '../manifest/io.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function simulate(thresholds: string, days_remaining: number | null): Promise<number | null | undefined> {
  const { certificate } = await createCertificateWithDaysLeft(5, 'short.example.com');
  writeFileSync(path.join(directory, 'short.pem'), certificate);
  writeFileSync(
    path.join(directory, 'certvigil.yaml'),
    `version: 1
settings: { expiry_scan_thresholds: [${thresholds}] }
certificates: [{ name: short, file: short.pem }]
webhooks: { chat: { url: "https://chat.example/" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
`,
  );
  const io = createTestIo(directory);
  const { manifest } = await loadManifest(null, io);
  if (manifest === null) throw new Error('the manifest is invalid');
  const options = { command: 'test', names: ['short'], now: Date.parse('2031-03-10T12:00:00Z'), event: null } as const;
  const selection = { ...options, days_remaining, rule: null, webhook: null, email: null };
  return (await createSimulation(selection, manifest, io)).plan.events[0]?.context.data.days_remaining;
}

it.each([
  ['14, 30', 13],
  ['4', 4],
  ['2, 7', 7],
])('without --days-remaining, thresholds %s are simulated at %i days', async (thresholds, days) => {
  expect(await simulate(thresholds, null)).toBe(days);
});

it('a number of days that is given is kept, even if nothing is sent then', async () => {
  await expect(simulate('4', 9)).rejects.toThrow('nothing is sent for short at 9 days from expiry');
});
