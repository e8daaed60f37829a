/** What a scan says about itself over several days: its last sentence, its exit code, and the state of a monitor. */

import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, expectSchema } from '../e2e/environment.ts';
import { type Monitor, startHealthchecks } from '../helpers/monitors.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { startTlsServer, type TestServer } from '../helpers/tls-server.ts';
import { createTestIo } from '../manifest/io.ts';

const CHECK = '/ping/0b5e6f0a-8c1d-4f6e-9a57-3d2c1b0a9f8e';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

interface World {
  root: string;
  monitor: Monitor;
  server: TestServer;
  /** Stops and starts the server at the same port. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
  scan: (day: number, ...options: string[]) => Promise<{ exit: number; said: string; stderr: string; stdout: string }>;
}

/** A server with a certificate that expires in 16 days, a file, a receiver for everything, and a monitor. */
async function createWorld(more = ''): Promise<World> {
  const root = await mkdtemp(path.join(tmpdir(), 'certvigil-test-'));
  open.push(() => rm(root, { recursive: true }));
  const served = await createCertificateWithDaysLeft(16, 'shop.example.com');
  let server = await startTlsServer(served);
  const { port } = server;
  open.push(() => server.close());
  const monitor = await startHealthchecks(CHECK);
  const receiver = await startReceiver();
  open.push(monitor.close, receiver.close);
  await writeFile(
    path.join(root, 'backup.pem'),
    (await createCertificateWithDaysLeft(300, 'b.example.com')).certificate,
  );
  await writeFile(
    path.join(root, 'certvigil.yaml'),
    `version: 1
settings: { heartbeat_url: "\${HEARTBEAT_URL}", expiry_scan_thresholds: [12] }
certificates:
  - { name: shop, endpoint: "127.0.0.1:${port}", trust: none }
  - { name: backup, file: backup.pem }
${more}webhooks: { chat: { url: "${receiver.origin}" } }
rules: [{ name: all, events: ["certificate.*"], actions: [{ webhook: chat }] }]
`,
  );
  return {
    ...{ root, monitor, server },
    stop: () => server.close(),
    start: async () => {
      server = await startTlsServer(served, { port });
    },
    scan: async (day, ...options) => {
      const [stdout, stderr]: [string[], string[]] = [[], []];
      const io = {
        ...createTestIo(root),
        env: { HEARTBEAT_URL: monitor.url },
        stdout: (text: string) => void stdout.push(text),
        stderr: (text: string) => void stderr.push(text),
      };
      const exit = await main(['scan', ...buildTimeOptions(day), ...options], io);
      const printed = stdout.join('');
      return { exit, said: printed.trimEnd().split('\n').at(-1) ?? '', stdout: printed, stderr: stderr.join('') };
    },
  };
}

const FINE = '2 entries, 2 locations: all read, all alerts delivered.';

it('a single failure is said, and counts from the second one in a row', async () => {
  const { scan, stop, start, monitor } = await createWorld();
  expect(await scan(0)).toMatchObject({ exit: 0, said: FINE });
  expect([monitor.state(), monitor.texts.at(-1)]).toEqual(['up', FINE]);

  await stop();
  const blip =
    '1 of 2 locations was not read in this scan (shop, last read 2031-03-10), all alerts delivered. Next scan due by 2031-03-12 12:00 UTC.';
  expect(await scan(1)).toMatchObject({ exit: 0, said: blip });
  expect([monitor.state(), monitor.texts.at(-1)]).toEqual(['up', blip]);

  expect(await scan(2)).toMatchObject({
    exit: 1,
    said: expect.stringMatching(/^1 of 2 locations could not be read \(shop, last read 2031-03-10\), /),
  });
  expect(monitor.state()).toBe('down');
  expect(await scan(3)).toMatchObject({ exit: 1 });

  await start();
  expect(await scan(4, '--fail-on', 'never')).toMatchObject({
    exit: 0,
    said: expect.stringContaining(FINE.slice(0, -1)),
  });
  expect(monitor.state()).toBe('up');
});

it('an entry that has never been read is red in every scan, whatever --fail-on is', async () => {
  const { scan, monitor } = await createWorld('  - { name: typo, endpoint: "127.0.0.1:1" }\n');
  for (const day of [0, 1, 2, 3]) {
    const { exit, said } = await scan(day, '--fail-on', 'never');
    expect([exit, said]).toEqual([1, expect.stringMatching(/^1 of 3 entries has never been read \(typo\), /)]);
    expect(monitor.state()).toBe('down');
  }
  const allowed = await scan(4, '--allow-unread');
  expect([allowed.exit, allowed.said]).toEqual([0, expect.stringContaining('(typo), which allow-unread permits, ')]);
  expect(monitor.state()).toBe('up');
});

it('a file that is missing counts at once, because no network is to blame', async () => {
  const { scan, root, monitor } = await createWorld();
  await scan(0);
  await rename(path.join(root, 'backup.pem'), path.join(root, 'moved'));
  expect(await scan(1)).toMatchObject({
    exit: 1,
    said: expect.stringContaining('could not be read (backup, last read 2031-03-10)'),
  });
  expect(monitor.state()).toBe('down');
});

it('a scan that is partial, dry or invented does not call the monitor', async () => {
  const { scan, monitor } = await createWorld('  - { name: typo, endpoint: "127.0.0.1:1" }\n');
  const partial = await scan(0, '--only', 'shop');
  expect([partial.exit, partial.said]).toEqual([
    0,
    'Only 1 of 3 entries was scanned. 1 entry, 1 location: all read, all alerts delivered.',
  ]);
  const dry = await scan(0, '--dry-run');
  expect([dry.exit, dry.said]).toEqual([1, '1 of 3 entries has never been read (typo), nothing was sent (dry run).']);
  expect(monitor.requests).toEqual([]);
});

it('says it with --quiet, and in JSON', async () => {
  const { scan } = await createWorld('  - { name: typo, endpoint: "127.0.0.1:1" }\n');
  const quiet = await scan(0, '--quiet');
  expect(quiet.stderr).toContain('certvigil: 1 of 3 entries has never been read (typo), all alerts delivered.\n');
  const report = JSON.parse((await scan(1, '--format', 'json')).stdout);
  expectSchema('report', report);
  expect(report.coverage).toMatchObject({
    complete: false,
    ...{ entries: 3, scanned: 3, locations: 3, read: 2, never_read: ['typo'] },
    unread: [{ certificate: 'typo', location: '127.0.0.1:1', code: 'endpoint-refused', never_read: true }],
  });
});
