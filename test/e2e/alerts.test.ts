import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/generated/report.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, parseReport } from './environment.ts';

// Four certificates ten days before expiry, and four receivers, until two are renewed and one silence expires.
const NAMES = ['web-1', 'web-2', 'mail', 'archive'];
const KEY = '0123456789abcdef0123456789abcdef';

function manifest(origin: string): string {
  const team = (name: string) => (name.startsWith('web') ? 'web' : 'office');
  return `version: 1
settings: { expiry_scan_repeat: true }
certificates:
${NAMES.map((name) => `  - { name: ${name}, file: ${name}.pem, labels: { team: ${team(name)} } }\n`).join('')}
webhooks:
  chat: { url: "${origin}/chat" }
  limited: { url: "${origin}/limited" }
  night: { url: "${origin}/night" }
  refusing: { url: "${origin}/refusing" }
  pager: { preset: pagerduty, url: "${origin}/pager", secrets: { routing_key: "\${PD_KEY}" } }
rules:
  - name: by team
    events: [certificate.*]
    actions:
      - { webhook: chat, group_by: [labels.team] }
      - { webhook: refusing, group_by: [rule] }
  - name: warnings
    events: [certificate.expiry_warning]
    actions:
      - { webhook: limited, group_by: [rule], max_events: 1, send_resolved: true }
      - { webhook: pager }
      - webhook: night
        quiet_hours: { from: "11:00", to: "13:00", time_zone: UTC }
silences:
  - until: 2031-03-12
    reason: switched off this week
    match: { names: [archive] }
`;
}

describe('grouped, silenced, deferred and resolved alerts', { shuffle: false }, () => {
  let receiver: Receiver;
  let files: Workspace;

  beforeAll(async () => {
    receiver = await startReceiver(({ path }) => (path === '/refusing' ? 400 : 200));
    const certificates = await Promise.all(
      NAMES.map(
        async (name) =>
          [`${name}.pem`, (await createCertificateWithDaysLeft(10, `${name}.example.com`)).certificate] as const,
      ),
    );
    files = await createWorkspace({ 'certvigil.yaml': manifest(receiver.origin), ...Object.fromEntries(certificates) });
  });
  afterAll(async () => {
    await receiver.close();
    await files[Symbol.asyncDispose]();
  });

  /** The scan of a day (at 12:00Z, and parts of a day later), and what each receiver got by it. */
  async function scanOn(day: number, ...more: string[]) {
    const before = receiver.requests.length;
    const args = ['scan', '--format', 'json', ...buildTimeOptions(day), ...more];
    const report = parseReport(await runCli(args, { cwd: files.root, env: { PD_KEY: KEY } }));
    const got = receiver.requests.slice(before).map(({ path, body }) => ({ path, body: JSON.parse(body) }));
    // biome-ignore lint/suspicious/noExplicitAny: what a receiver got is whatever was sent.
    const to = (path: string): any[] => got.filter((one) => one.path === path).map(({ body }) => body);
    return { report, to };
  }

  const reasons = ({ events }: Report) =>
    Object.fromEntries(events.map(({ certificate, event, reason }) => [`${certificate} ${event.slice(12)}`, reason]));

  it('are reported equally by a dry run, which sends nothing', async () => {
    const { report, to } = await scanOn(0, '--dry-run');
    expect(report.events.find(({ certificate }) => certificate === 'archive')).toMatchObject({
      suppressed: true,
      reason: 'silenced',
      silence: { until: '2031-03-12T00:00:00Z', reason: 'switched off this week' },
    });
    expect(['/chat', '/limited', '/night', '/pager'].flatMap(to)).toEqual([]);
  });

  it('are one message per group, one per certificate for PagerDuty, and none in quiet hours or if silenced', async () => {
    const { report, to } = await scanOn(0);
    const teams = to('/chat').map(({ events }) =>
      events.map((one: { data: { certificate: string } }) => one.data.certificate),
    );
    expect(teams.sort()).toEqual([['mail'], ['web-1', 'web-2']]);
    expect(to('/limited')).toMatchObject([{ data: { certificate: 'mail' }, events: [{}], more: 2 }]);
    expect(to('/pager').map(({ event_action }) => event_action)).toEqual(['trigger', 'trigger', 'trigger']);
    expect(to('/night')).toEqual([]);
    const night = report.deliveries.filter(({ destination }) => destination === 'webhook:night');
    expect(night.map(({ status, reason }) => [status, reason])).toEqual(
      // In the order of the names, of which "archive" is the first.
      ['silenced', 'quiet_hours', 'quiet_hours', 'quiet_hours'].map((reason) => ['suppressed', reason]),
    );
  });

  it('fail with their group, and are retried by the next scan', async () => {
    const { report, to } = await scanOn(0.05);
    expect(to('/refusing')).toHaveLength(1);
    const refused = report.deliveries.filter(
      ({ destination, status }) => destination === 'webhook:refusing' && status === 'failed',
    );
    expect(refused.map(({ reason, error }) => [reason, error?.code])).toEqual(
      ['retry', 'retry', 'retry'].map((reason) => [reason, 'http-client-error']),
    );
    // 13:12Z: the quiet hours are over.
    expect(to('/night')).toHaveLength(3);
    expect(to('/chat')).toEqual([]);
  });

  it('resolve where they were sent, also in groups, and at PagerDuty under the same key', async () => {
    for (const name of ['web-1', 'web-2']) {
      await files.write(`${name}.pem`, (await createCertificateWithDaysLeft(300, `${name}.example.com`)).certificate);
    }
    const opened = receiver.requests
      .filter(({ path }) => path === '/pager')
      .map(({ body }) => JSON.parse(body).dedup_key);
    const { report, to } = await scanOn(0.1);
    expect(reasons(report)).toMatchObject({ 'web-1 renewed': 'first', 'web-2 renewed': 'first' });
    expect(to('/chat')).toMatchObject([{ event: 'certificate.renewed', events: [{}, {}], more: 0 }]);
    expect(to('/limited')).toMatchObject([{ event: 'certificate.renewed', events: [{}], more: 1 }]);
    expect(to('/night')).toEqual([]);
    expect(to('/pager').map(({ event_action }) => event_action)).toEqual(['resolve', 'resolve']);
    expect(opened).toEqual(expect.arrayContaining(to('/pager').map(({ dedup_key }) => dedup_key)));
  });

  it('are sent only after their silence has expired', async () => {
    expect((await scanOn(1)).report.events.map(({ certificate, reason }) => `${certificate} ${reason}`)).toContain(
      'archive silenced',
    );
    const { to } = await scanOn(2.5);
    expect(to('/pager')).toMatchObject([{ event_action: 'trigger' }, { event_action: 'trigger' }]);
    expect(to('/limited')).toMatchObject([{ events: [{}], more: 1 }]);
  });

  it('show the end and reason of their silence in the table', async () => {
    const { stdout } = await runCli(['scan', '--dry-run', ...buildTimeOptions(0, 'none.json')], { cwd: files.root });
    expect(stdout).toContain('1 silenced until 2031-03-12 (switched off this week): expiry warning');
  });

  it('ignore silences and quiet hours in a test, and are rendered as a group', async () => {
    const before = receiver.requests.length;
    const env = { PD_KEY: KEY };
    await runCli(['test', 'archive', ...buildTimeOptions()], { cwd: files.root, env });
    const paths = receiver.requests.slice(before).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['/chat', '/limited', '/night', '/pager']));
    const { stdout } = await runCli(['render', 'archive', ...buildTimeOptions()], { cwd: files.root });
    expect(stdout).toContain('# webhook:chat (rule by team, a group of 1)\n');
    expect(stdout).toContain('# webhook:night (rule warnings)\n');
  });

  it('have warnings about expired silences, relative to --now', async () => {
    const late = await runCli(['validate', '--now', '2031-03-12'], { cwd: files.root });
    expect(late).toMatchObject({ status: 0, stdout: expect.stringContaining('warning[silence-expired]') });
    const early = await runCli(['validate', '--now', '2030-03-01'], { cwd: files.root });
    expect(early).toMatchObject({ status: 2, stdout: expect.stringContaining('error[silence-too-long]') });
  });
});
