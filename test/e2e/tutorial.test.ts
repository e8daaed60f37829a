import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { startTlsServer, type TestServer } from '../helpers/tls-server.ts';
import { createWorkspace, MACHINE_NODE, type Outcome, runProcess, type Workspace } from './certvigil.ts';
import {
  buildTimeOptions,
  createCertificateWithDaysLeft,
  expectSchema,
  parseReport,
  toYamlBlock,
} from './environment.ts';

// The tutorial from its first step to its last: thresholds, a rule, the Slack webhook with its template, a scan, a second
// scan that is suppressed, and a cleared log.
const SLACK_TEMPLATE = readFileSync('test/fixtures/deliver/slack.json.j2', 'utf8');

const manifest = (shop: string, api: string) => `
version: 1
settings:
  expiry_scan_repeat: true
  expiry_warning_days: 30
  expiry_critical_days: 14
  expiry_scan_thresholds: [14, 30, 60, 90]
  expiry_scan_cooldown_hours: 24
certificates:
  - { name: internal, file: "certs/*.pem" }
  - { name: shop, endpoint: "${shop}", assignments: [lb-1, lb-2], trust: none }
  - { name: api, endpoint: "${api}", trust: none }
  - { name: legacy, expires: 2031-05-01 }
webhooks:
  slack-ssl-alerts:
    url: \${SLACK_WEBHOOK_URL}
    method: POST
    content_type: application/json
    body_template: ${toYamlBlock(SLACK_TEMPLATE, 6)}
rules:
  - name: Expiry warnings — every certificate
    events: [certificate.expiry_warning, certificate.expired, certificate.renewed]
    actions: [{ webhook: slack-ssl-alerts }]
`;

// On the oldest supported Node, in one of the jobs of CI.
describe('the tutorial, on the Node of the machine', { shuffle: false }, () => {
  let files: Workspace;
  let slack: Receiver;
  let shop: TestServer;
  let api: TestServer;
  let run: (...args: string[]) => Promise<Outcome>;
  /** Number of messages before the current step. */
  let before = 0;
  const received = () => slack.requests.slice(before);

  beforeAll(async () => {
    shop = await startTlsServer(await createCertificateWithDaysLeft(13, 'shop.example.com'));
    api = await startTlsServer(await createCertificateWithDaysLeft(200, 'api.example.com'));
    slack = await startReceiver();
    files = await createWorkspace({
      'certvigil.yaml': manifest(shop.location, api.location),
      'certs/intranet.pem': (await createCertificateWithDaysLeft(45, 'intranet.example.com')).certificate,
      'certs/payroll.pem': (await createCertificateWithDaysLeft(80, 'payroll.example.com')).certificate,
    });
    const env = { SLACK_WEBHOOK_URL: `${slack.origin}/services/T000/B000/XXXX` };
    run = (...args) => {
      before = slack.requests.length;
      return runProcess(args, { cwd: files.root, node: MACHINE_NODE, env });
    };
  });
  afterAll(async () => {
    await Promise.all([shop.close(), api.close(), slack.close(), files[Symbol.asyncDispose]()]);
  });

  it('finds the manifest and reports that it is valid', async () => {
    expect(await run('validate')).toEqual({
      status: 0,
      stdout: 'certvigil.yaml is valid: 4 certificates, 1 rule, 1 webhook\n',
      stderr: '',
    });
  });

  it('fires an event for each crossed threshold, and sends each to Slack once', async () => {
    const outcome = await run('scan', '--format', 'json', ...buildTimeOptions());
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    const { certificates, events, summary } = parseReport(outcome);
    expect(certificates.map((one) => [one.certificate, one.common_name, one.status, one.days_remaining])).toEqual([
      ['shop', 'shop.example.com', 'critical', 13],
      ['internal', 'intranet.example.com', 'ok', 45],
      ['legacy', 'legacy', 'ok', 51],
      ['internal', 'payroll.example.com', 'ok', 80],
      ['api', 'api.example.com', 'ok', 200],
    ]);
    const fired = events.map((one) => [one.event, one.data.common_name, one.threshold, one.reason]);
    expect(fired.sort()).toEqual([
      ['certificate.expiry_warning', 'intranet.example.com', 60, 'first'],
      ['certificate.expiry_warning', 'legacy', 60, 'first'],
      ['certificate.expiry_warning', 'payroll.example.com', 90, 'first'],
      ['certificate.expiry_warning', 'shop.example.com', 14, 'first'],
    ]);
    expect(summary).toMatchObject({ events_fired: 4, deliveries_sent: 4, deliveries_failed: 0 });
    expect(received()).toHaveLength(4);
  });

  it('posts the rendered template', () => {
    const [message] = slack.requests.filter(({ body }) => body.includes('shop.example.com'));
    expect(message).toMatchObject({
      method: 'POST',
      path: '/services/T000/B000/XXXX',
      headers: { 'content-type': 'application/json' },
    });
    expect(JSON.parse(message?.body ?? '')).toEqual({
      text: ':warning: *Certificate expiring soon*',
      attachments: [
        {
          color: '#FFA500',
          fields: [
            { title: 'Common Name', value: 'shop.example.com', short: true },
            { title: 'Days remaining', value: '13', short: true },
            { title: 'Issuer', value: 'CN=shop.example.com', short: false },
            { title: 'Valid to', value: '2031-03-24T00:00:00Z', short: true },
            { title: 'Assignments', value: '3', short: true },
          ],
        },
      ],
    });
  });

  it('writes a log that matches its schema', async () => {
    const log = JSON.parse((await files.read('log.json')) ?? '');
    expectSchema('event-log', log);
    expect(log.events).toHaveLength(4);
  });

  it('sends nothing in a second scan within the cooldown', async () => {
    const outcome = await run('scan', '--format', 'json', ...buildTimeOptions(0.9));
    const { events, summary } = parseReport(outcome);
    expect(outcome.status).toBe(0);
    expect(events.map(({ reason }) => reason)).toEqual(Array(4).fill('cooldown'));
    expect(summary).toMatchObject({ events_fired: 0, events_suppressed: 4, deliveries_sent: 0 });
    expect(received()).toEqual([]);
  });

  it('sends again after the log is cleared', async () => {
    const cleared = await run('log', 'clear', ...buildTimeOptions(0.91));
    expect(cleared).toMatchObject({ status: 0, stderr: '' });
    expect(cleared.stdout).toMatch(/^Cleared 4 events in .*log\.json\. Active alerts will be sent again/);
    const { status } = await run('scan', ...buildTimeOptions(0.92));
    expect(status).toBe(0);
    expect(received()).toHaveLength(4);
  });

  it('sends a renewal once', async () => {
    await files.write(
      'certs/intranet.pem',
      (await createCertificateWithDaysLeft(398, 'intranet.example.com')).certificate,
    );
    const first = parseReport(await run('scan', '--format', 'json', ...buildTimeOptions(0.94)));
    const fired = first.events.filter(({ suppressed }) => !suppressed);
    expect(fired.map((one) => [one.event, one.data.common_name, one.data.days_remaining])).toEqual([
      ['certificate.renewed', 'intranet.example.com', 397],
    ]);
    expect(received()).toHaveLength(1);

    const second = parseReport(await run('scan', '--format', 'json', ...buildTimeOptions(0.96)));
    expect(second.summary.events_fired).toBe(0);
    expect(received()).toEqual([]);
  });

  it('repeats active alerts after the cooldown', async () => {
    const outcome = await run('scan', '--format', 'json', ...buildTimeOptions(2));
    const fired = parseReport(outcome).events.filter(({ suppressed }) => !suppressed);
    expect(fired.map((one) => [one.data.common_name, one.reason]).sort()).toEqual([
      ['legacy', 'repeat'],
      ['payroll.example.com', 'repeat'],
      ['shop.example.com', 'repeat'],
    ]);
    expectSchema('event-log', JSON.parse((await files.read('log.json')) ?? ''));
  });
});
