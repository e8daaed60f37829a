import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runDigest } from '../../src/app/digest/run-digest.ts';
import { computeExitCode } from '../../src/app/exit-code.ts';
import { runScan } from '../../src/app/scan.ts';
import type { Digest } from '../../src/generated/digest.ts';
import type { Report } from '../../src/generated/report.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { leaf, link, NOW, readCertificate } from '../helpers/paths.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { createRevocationExtensions, makeList } from '../helpers/revocation.ts';
import { createTestIo } from '../manifest/io.ts';
import { renderScanTable } from '../report/render.ts';
import { createWorkspace, runCli } from './certvigil.ts';

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
  const options = { log: { file: null, store: null }, now: null, dry_run: false, ignore_cooldown: false, only: [] };
  return (await runScan(manifest, options, io)).report;
}

async function digest(now: number): Promise<Digest> {
  const io = { ...createTestIo(directory), now: () => now };
  const { manifest } = await loadManifest(null, io);
  if (manifest === null) throw new Error('not valid');
  return (await runDigest(manifest, { log: { file: null, store: null }, now: null, dry_run: true }, io)).digest;
}

const listEvents = ({ events }: Report) =>
  events.map(({ event, suppressed }) => `${event}${suppressed ? ' (suppressed)' : ''}`);

it('notifies about a revocation, keeps it in effect while its source is unavailable, and resolves it once it is lifted', async () => {
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
  expect(second.certificates[0]).toMatchObject({ status: 'critical', revocation: { status: 'unknown' } });
  expect(second.summary).toMatchObject({ critical: 1, ok: 0 });
  expect(computeExitCode({ report: second, unsaved: null, failedDeliveries: 0, problems: [] }, 'critical')).toBe(1);
  // It is still active. Critical findings repeat weekly.
  expect(listEvents(second)).toEqual(['certificate.revoked (suppressed)']);
  const table = renderScanTable(second, { color: false, columns: 200 });
  expect(table).toContain('revoked');
  expect(table).toContain('no trusted response');
  const { critical, headline } = await digest(later);
  expect(headline).toBe('1 critical of 1 certificate');
  expect(critical).toMatchObject([{ certificate: 'shop', problems: ['was revoked'] }]);
  answer = { status: 200, body: makeList({ issuer: root, now: later }) };
  const third = await scan(later + 3_600_000);
  expect(third.certificates[0]).toMatchObject({ status: 'ok', revocation: { status: 'good' } });
  expect(listEvents(third)).toEqual(['certificate.recovered']);
});

it('checks revocation as of the current time with --now, and says so', async () => {
  // The commands use the current time.
  const days = Math.ceil((Date.now() - NOW) / 86_400_000);
  const root = await link({ subject: 'root', to: days + 900 });
  const one = await leaf({
    issuer: root,
    to: days + 90,
    more: createRevocationExtensions({ lists: [`${server.origin}/ca.crl`] }),
  });
  await using files = await createWorkspace({
    'shop.pem': one.certificate,
    'root.pem': root.certificate,
    'certvigil.yaml': `version: 1
certificates: [{ name: shop, file: shop.pem, ca_file: root.pem, revocation: true }]
network: { allow: [127.0.0.0/8] }
event_log: { store: file }
`,
  });
  const SENTENCE = 'Revocation was checked for the current time, not for --now.';
  const now = ['--now', new Date(NOW).toISOString().replace('.000', '')];
  const run = (...args: string[]) => runCli(args, { cwd: files.root });
  answer = 404;
  for (const args of [
    ['scan'],
    ['digest'],
    ['inspect', 'shop.pem', '--ca-file', 'root.pem', '--revocation', '--allow', '127.0.0.0/8'],
  ]) {
    expect((await run(...args, ...now)).stderr).toContain(SENTENCE);
    expect((await run(...args, ...now, '--quiet')).stderr).not.toContain(SENTENCE);
    expect((await run(...args)).stderr).not.toContain(SENTENCE);
  }
  // A list of today, at a time when it will have expired. The log, and the cache beside it, are those of that day.
  answer = { status: 200, body: makeList({ issuer: root, now: Date.now() }) };
  const later = ['--now', new Date(Date.now() + 60 * 86_400_000).toISOString(), '--event-log', 'later/log.json'];
  for (const count of [1, 2]) {
    server.requests.length = 0;
    const { stdout } = await run('scan', '--format', 'json', ...later);
    expect(JSON.parse(stdout).certificates[0]).toMatchObject({ revocation: { status: 'good' } });
    expect(server.requests).toHaveLength(count === 1 ? 1 : 0);
  }
});
