import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/generated/report.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, parseReport } from './environment.ts';

// A certificate that cannot be read for a while, told from the first scan to the last.
describe('a certificate that goes missing and comes back', () => {
  let receiver: Receiver;
  let files: Workspace;
  let certificate: string;

  beforeAll(async () => {
    receiver = await startReceiver();
    certificate = (await createCertificateWithDaysLeft(40, 'shop.example.com')).certificate;
    files = await createWorkspace({
      'certvigil.yaml': `version: 1
certificates: [{ name: shop, file: shop.pem }]
webhooks: { chat: { url: "${receiver.origin}" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
`,
      'shop.pem': certificate,
    });
  });
  afterAll(async () => {
    await receiver.close();
    await files[Symbol.asyncDispose]();
  });

  /** The scan of a day, and the events that the receiver got by it. */
  async function scanOn(day: number): Promise<{ report: Report; told: string[] }> {
    const before = receiver.requests.length;
    const report = parseReport(
      await runCli(['scan', '--format', 'json', ...buildTimeOptions(day)], { cwd: files.root }),
    );
    const told = receiver.requests.slice(before).map(({ body }) => JSON.parse(body).event as string);
    return { report, told: told.sort() };
  }

  it('is judged by what was last seen, and is never taken for removed', async () => {
    expect((await scanOn(0)).told).toEqual(['certificate.expiry_warning']);
    await rm(files.at('shop.pem'));
    const { report, told } = await scanOn(1);
    expect(told).toEqual(['certificate.expiry_warning']);
    expect(report.certificates).toMatchObject([
      { common_name: 'shop.example.com', days_remaining: 39, status: 'ok', error: { code: 'file-not-found' } },
    ]);
  });

  it('is told of as unreachable from the second failure on', async () => {
    expect((await scanOn(2)).told).toEqual(['certificate.expiry_warning', 'certificate.unreachable']);
  });

  it('is told of as recovered, once', async () => {
    await files.write('shop.pem', certificate);
    expect((await scanOn(3)).told).toEqual(['certificate.expiry_warning', 'certificate.recovered']);
    expect((await scanOn(3.5)).told).toEqual([]);
  });

  it('is told of as often as it goes missing, also within the cooldown, to who heard that it was back', async () => {
    for (const hour of [0, 4]) {
      await rm(files.at('shop.pem'));
      expect((await scanOn(3.5 + (hour + 1) / 24)).told).toEqual([]);
      expect((await scanOn(3.5 + (hour + 2) / 24)).told).toEqual(['certificate.unreachable']);
      await files.write('shop.pem', certificate);
      expect((await scanOn(3.5 + (hour + 3) / 24)).told).toEqual(['certificate.recovered']);
    }
  });

  it('is told of as removed once it is out of the manifest', async () => {
    const manifest = (await files.read('certvigil.yaml')) ?? '';
    await files.write(
      'certvigil.yaml',
      manifest.replace(/\[\{ name: shop.*\]/, '[{ name: other, expires: 2099-01-01 }]'),
    );
    expect((await scanOn(4)).told).toEqual(['certificate.removed']);
    expect((await scanOn(5)).told).toEqual([]);
  });
});
