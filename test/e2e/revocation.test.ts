import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runScan } from '../../src/app/scan.ts';
import type { Report } from '../../src/generated/report.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { renderScanTable } from '../../src/report/scan/terminal.ts';
import { leaf, link, NOW, readCertificate } from '../helpers/paths.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { createRevocationExtensions, makeList } from '../helpers/revocation.ts';
import { createTestIo } from '../manifest/io.ts';

let directory: string;
let server: Receiver;
let answer: ReceiverResponse;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'certvigil-revocation-'));
  server = await startReceiver(() => answer);
});
afterEach(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

async function scan(now: number): Promise<Report> {
  const io = { ...createTestIo(directory), now: () => now };
  const { manifest } = await loadManifest(null, io);
  if (manifest === null) throw new Error('not valid');
  const options = { log: { file: null, store: null }, now: null, dry_run: false, ignore_cooldown: false, only: null };
  return (await runScan(manifest, options, io)).report;
}

const listEvents = ({ events }: Report) =>
  events.map(({ event, suppressed }) => `${event}${suppressed ? ' (suppressed)' : ''}`);

it('notifies about a revocation, sends nothing while its status is unknown, and resolves it once it is lifted', async () => {
  const root = await link({ subject: 'root' });
  const one = await leaf({ issuer: root, more: createRevocationExtensions({ lists: [`${server.origin}/ca.crl`] }) });
  writeFileSync(join(directory, 'shop.pem'), one.certificate);
  writeFileSync(join(directory, 'root.pem'), root.certificate);
  writeFileSync(
    join(directory, 'certvigil.yaml'),
    `version: 1
certificates: [{ name: shop, file: shop.pem, ca_file: root.pem, revocation: true }]
network: { allow: [127.0.0.0/8] }
webhooks: { chat: { url: "${server.origin}/chat" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
event_log: { store: file }
`,
  );
  const serial = readCertificate(one).serial_bytes;
  answer = { status: 200, body: makeList({ issuer: root, to: 2, revoked: [{ serial, reason: 6 }] }) };
  const first = await scan(NOW);
  expect(first.certificates[0]).toMatchObject({ status: 'critical', revocation: { status: 'revoked', source: 'crl' } });
  expect(listEvents(first)).toEqual(['certificate.revoked']);
  answer = { status: 200, body: '<!doctype html>' };
  const later = NOW + 30 * 3_600_000;
  const second = await scan(later);
  expect(second.certificates[0]).toMatchObject({ revocation: { status: 'unknown' } });
  expect(listEvents(second)).toEqual([]);
  expect(renderScanTable(second, { color: false, columns: 200 })).toContain('no trusted response');
  answer = { status: 200, body: makeList({ issuer: root, now: later }) };
  const third = await scan(later + 3_600_000);
  expect(third.certificates[0]).toMatchObject({ status: 'ok', revocation: { status: 'good' } });
  expect(listEvents(third)).toEqual(['certificate.recovered']);
});
