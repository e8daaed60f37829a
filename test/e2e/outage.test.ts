import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/generated/report.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, parseReport } from './environment.ts';

// A certificate that cannot be read for a while, from the first scan to the last.
describe('a certificate that goes missing and comes back', { shuffle: false }, () => {
  let receiver: Receiver;
  let files: Workspace;
  let certificate: string;

  beforeAll(async () => {
    receiver = await startReceiver();
    certificate = (await createCertificateWithDaysLeft(40, 'shop.example.com')).certificate;
    files = await createWorkspace({
      'certvigil.yaml': `version: 1
settings: { expiry_scan_repeat: true }
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

  /** Runs the scan of a day; returns its report and the events that the receiver got. */
  async function scanOn(day: number): Promise<{ report: Report; sent: string[] }> {
    const before = receiver.requests.length;
    const report = parseReport(
      await runCli(['scan', '--format', 'json', ...buildTimeOptions(day)], { cwd: files.root }),
    );
    const sent = receiver.requests.slice(before).map(({ body }) => JSON.parse(body).event as string);
    return { report, sent: sent.sort() };
  }

  it('is assessed by what was last seen, and is never reported as removed', async () => {
    expect((await scanOn(0)).sent).toEqual(['certificate.expiry_warning']);
    await rm(files.at('shop.pem'));
    const { report, sent } = await scanOn(1);
    expect(sent).toEqual(['certificate.expiry_warning']);
    expect(report.certificates).toMatchObject([
      { common_name: 'shop.example.com', days_remaining: 39, status: 'ok', error: { code: 'file-not-found' } },
    ]);
  });

  it('is reported as unreachable from the second failure on', async () => {
    expect((await scanOn(2)).sent).toEqual(['certificate.expiry_warning', 'certificate.unreachable']);
  });

  it('is reported once as recovered', async () => {
    await files.write('shop.pem', certificate);
    expect((await scanOn(3)).sent).toEqual(['certificate.expiry_warning', 'certificate.recovered']);
    expect((await scanOn(3.5)).sent).toEqual([]);
  });

  it('is reported for each outage, even within the cooldown, after a resolution', async () => {
    for (const hour of [0, 4]) {
      await rm(files.at('shop.pem'));
      expect((await scanOn(3.5 + (hour + 1) / 24)).sent).toEqual([]);
      expect((await scanOn(3.5 + (hour + 2) / 24)).sent).toEqual(['certificate.unreachable']);
      await files.write('shop.pem', certificate);
      expect((await scanOn(3.5 + (hour + 3) / 24)).sent).toEqual(['certificate.recovered']);
    }
  });

  it('is reported as removed once it is not in the manifest any more', async () => {
    const manifest = (await files.read('certvigil.yaml')) ?? '';
    await files.write(
      'certvigil.yaml',
      manifest.replace(/\[\{ name: shop.*\]/, '[{ name: other, expires: 2099-01-01 }]'),
    );
    expect((await scanOn(4)).sent).toEqual(['certificate.removed']);
    expect((await scanOn(5)).sent).toEqual([]);
  });
});
