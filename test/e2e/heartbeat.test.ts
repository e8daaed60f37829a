import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, parseReport } from './environment.ts';

const KEY = 'ping-key-0123456789';
let monitor: Receiver;
beforeAll(async () => {
  monitor = await startReceiver([200, 200, 404]);
});
afterAll(() => monitor.close());

async function createHeartbeatWorkspace(): Promise<Workspace> {
  return createWorkspace({
    'certvigil.yaml': `version: 1
settings:
  heartbeat_url: ${monitor.origin}/ping/\${PING_KEY}
  stale_after_hours: 36
certificates: [{ name: shop, file: shop.pem }]
`,
    'shop.pem': (await createCertificateWithDaysLeft(300, 'shop.example.com')).certificate,
  });
}

it('pings the monitor after each recorded scan, and only warns if it is rejected', async () => {
  await using files = await createHeartbeatWorkspace();
  const scan = (...args: string[]) => runCli(['scan', ...args], { cwd: files.root, env: { PING_KEY: KEY } });

  expect(await scan(...buildTimeOptions(0))).toMatchObject({ status: 0, stderr: '' });
  expect(monitor.requests).toMatchObject([{ method: 'GET', path: `/ping/${KEY}` }]);
  for (const args of [
    ['--dry-run'],
    [...buildTimeOptions(1), '--dry-run'],
    [...buildTimeOptions(1), '--only', 'shop'],
    ['--now', '2031-03-10'],
  ]) {
    expect((await scan(...args)).status).toBe(0);
  }
  expect(monitor.requests).toHaveLength(1);
  await scan(...buildTimeOptions(2));
  const refused = await scan(...buildTimeOptions(3), '--quiet');
  expect(refused).toMatchObject({ status: 0, stdout: '' });
  expect(refused.stderr).toMatch(/^certvigil: warning\[heartbeat-refused\]: settings\.heartbeat_url: .*404.*\n$/);
  expect(refused.stderr).not.toContain(KEY);
});

it('needs no secret for validate, a dry run and a scan of some entries', async () => {
  await using files = await createHeartbeatWorkspace();
  expect((await runCli(['validate'], { cwd: files.root })).status).toBe(0);
  for (const args of [['--dry-run'], [...buildTimeOptions(0), '--only', 'shop'], ['--now', '2031-03-10']])
    expect((await runCli(['scan', ...args], { cwd: files.root })).status).toBe(0);
});

it.each([
  ['is not set', {}, 'PING_KEY is not set', 'variable-unset'],
  ['is empty', { PING_KEY: '' }, 'PING_KEY is not set', 'variable-unset'],
])('fails a scan whose variable %s, because the monitor would never be told', async (_, env, why, code) => {
  await using files = await createHeartbeatWorkspace();
  const before = monitor.requests.length;
  const args = ['scan', '--format', 'json', ...buildTimeOptions(0)];
  const outcome = await runCli(args, { cwd: files.root, env });
  expect(outcome.status).toBe(3);
  expect(outcome.stderr).toContain(`warning[${code}]: settings.heartbeat_url: `);
  const { coverage } = parseReport(outcome);
  expect(coverage.reasons).toEqual([{ code: 'heartbeat-unset', entries: [] }]);
  expect(coverage.text).toContain(`no heartbeat was sent (${why})`);
  expect(monitor.requests).toHaveLength(before);
});

it.each(['hc.example/1', 'ftp://hc.example/1'])('fails a scan if the variable is %j', async (value) => {
  await using files = await createHeartbeatWorkspace();
  const text = ((await files.read('certvigil.yaml')) ?? '').replace(
    /heartbeat_url: .*/,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the manifest
    'heartbeat_url: "${PING_URL}"',
  );
  await files.write('certvigil.yaml', text);
  const args = ['scan', '--format', 'json', ...buildTimeOptions(0)];
  const outcome = await runCli(args, { cwd: files.root, env: { PING_URL: value } });
  expect(outcome.status).toBe(3);
  expect(outcome.stdout + outcome.stderr).not.toContain(value);
  expect(parseReport(outcome).coverage.text).toContain('no heartbeat was sent (PING_URL is not a URL)');
});

it('does not need a heartbeat if the manifest says none', async () => {
  await using files = await createHeartbeatWorkspace();
  const text = ((await files.read('certvigil.yaml')) ?? '').replace(/heartbeat_url: .*/, 'heartbeat_url: none');
  await files.write('certvigil.yaml', text);
  expect(await runCli(['scan', ...buildTimeOptions(0)], { cwd: files.root })).toMatchObject({ status: 0, stderr: '' });
  expect((await runCli(['validate'], { cwd: files.root })).stdout).toContain('is valid');
});

it('sends scan.stale once after a gap between scans', async () => {
  const receiver = await startReceiver();
  await using files = await createWorkspace({
    'certvigil.yaml': `version: 1
settings: { stale_after_hours: 36 }
certificates: [{ name: shop, file: shop.pem }]
webhooks: { chat: { url: "${receiver.origin}" } }
rules: [{ name: gaps, events: ["scan.*"], actions: [{ webhook: chat }] }]
`,
    'shop.pem': (await createCertificateWithDaysLeft(300, 'shop.example.com')).certificate,
  });
  const scan = async (days: number) =>
    parseReport(await runCli(['scan', '--format', 'json', ...buildTimeOptions(days)], { cwd: files.root }));
  for (const days of [0, 1]) expect((await scan(days)).events).toEqual([]);
  const { events, summary } = await scan(5);
  expect(summary.events_fired).toBe(1);
  expect(events).toMatchObject([{ event: 'scan.stale', certificate: '(scan)', reason: 'first' }]);
  expect((await scan(6)).events).toEqual([]);
  expect(receiver.requests.map(({ body }) => JSON.parse(body).event)).toEqual(['scan.stale']);
  const { stdout } = await runCli(['log', 'list', '--event', 'scan.stale', '--event-log', 'log.json'], {
    cwd: files.root,
  });
  expect(stdout).toMatch(/^scan\.stale +\(scan\) 2031-03-11T12:00:00Z/m);
  await receiver.close();
});
