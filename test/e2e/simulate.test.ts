// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how the manifest names a variable

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '../../src/domain/index.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { type SmtpServer, startSmtpServer } from '../helpers/smtp-server.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';

const KEY = '0123456789abcdef0123456789ABCDEF';

const manifest = (origin: string, smtp: number) => `version: 1
certificates:
  - { name: wiki, expires: 2031-03-20 }
  - { name: shop, expires: 2031-03-20, labels: { team: payments } }
webhooks:
  chat: { preset: slack, url: "${origin}/chat" }
  room: { preset: teams, url: "${origin}/room" }
  pager: { preset: pagerduty, url: "${origin}/pager", secrets: { routing_key: "\${PD_KEY}" } }
  plain: { url: "${origin}/plain", body_template: '{"event": "{{ event }}", "key": "{{ data.alert_key }}"}' }
  unused: { url: "${origin}/unused" }
email:
  ops: { host: 127.0.0.1, port: ${smtp}, tls: none, from: certs@example.com, to: ops@example.com, subject: "{{ data.certificate }}" }
  spare: { host: 127.0.0.1, port: ${smtp}, tls: none, from: certs@example.com, to: spare@example.com }
rules:
  - { name: all, events: [certificate.*, certificate.fixture_expiring, scan.*], actions: [{ webhook: plain }, { webhook: room }] }
  - { name: payments, events: [certificate.expiry_warning], match: { labels: { team: payments } }, actions: [{ webhook: chat }] }
  - { name: page, events: [certificate.expired], actions: [{ webhook: pager }] }
  - { name: nobody, events: [certificate.*], match: { names: [no-such-certificate] }, actions: [{ webhook: plain }] }
  - { name: mail, events: [certificate.expiry_warning], match: { labels: { team: payments } }, actions: [{ email: ops }] }
  - { name: off, enabled: false, events: [certificate.*], actions: [{ webhook: plain }] }
`;

const ANSWERS: Record<string, ReceiverResponse> = {
  '/room': 202,
  '/pager': { status: 400, body: `{"status":"invalid event","errors":["routing_key ${KEY} is unknown"]}` },
  '/chat': { status: 400, body: 'invalid_blocks: <script>' },
};

let files: Workspace;
let receiver: Receiver;
let smtp: SmtpServer;
beforeAll(async () => {
  receiver = await startReceiver(({ path }) => ANSWERS[path] ?? 200);
  smtp = await startSmtpServer();
  files = await createWorkspace({ 'certvigil.yaml': manifest(receiver.origin, smtp.port) });
});
afterAll(async () => {
  await receiver.close();
  await smtp.close();
  await files[Symbol.asyncDispose]();
});

async function run(...args: string[]) {
  const before = receiver.requests.length;
  const outcome = await runCli(args, { cwd: files.root, env: { PD_KEY: KEY } });
  return { ...outcome, requests: receiver.requests.slice(before) };
}

it('a simulated certificate expires at a whole second, as real ones do', async () => {
  const args = [
    '--webhook',
    'unused',
    '--days-remaining',
    '90',
    '--now',
    '2031-03-10T12:00:00.250Z',
    '--format',
    'json',
  ];
  const { stdout } = await run('render', 'wiki', ...args);
  const { data } = JSON.parse(JSON.parse(stdout).deliveries[0].request.body);
  expect(data).toMatchObject({ valid_to: '2031-06-08T12:00:01Z', days_remaining: 90 });
});

describe('test', () => {
  it('tests every rule and destination once with --all, with the status of each response and the rules that match nothing', async () => {
    const { status, stdout, stderr, requests } = await run('test', '--all');
    expect(status).toBe(3);
    expect(requests.map(({ path }) => path).sort()).toEqual(['/chat', '/pager', '/plain', '/room']);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(
      'sent    webhook:plain (rule all, certificate.expiry_warning, 90 days before expiry), status 200',
    );
    expect(lines[1]).toBe(
      'sent    webhook:room (rule all, certificate.expiry_warning, 90 days before expiry), status 202',
    );
    expect(lines[2]).toMatch(/^ {8}Teams runs the flow after it responds\./);
    expect(lines[3]).toMatch(
      /^FAILED {2}webhook:chat \(rule payments, certificate\.expiry_warning, 90 days before expiry\) after 1 request at 127\.0\.0\.1:\d+: .* with status 400\. Slack rejects the blocks of this message/,
    );
    expect(lines[4]).toMatch(
      /^FAILED {2}webhook:pager \(rule page, certificate\.expired, 1 day after expiry\).* PagerDuty rejects the routing key/,
    );
    expect(stderr).toContain(
      'warning[nothing-to-send]: rule nobody sends no event for the first 20 certificates to webhook:plain',
    );
    // The response body is not printed: it may contain a secret.
    expect(stdout + stderr).not.toMatch(/script|is unknown|0123456789/);
  });

  it('exercises every rule that can match the named certificate, and lists the others with the reason', async () => {
    const { status, stdout, requests } = await run('test', 'wiki', '--rule', 'all');
    expect({ status, requests: requests.length }).toEqual({ status: 0, requests: 2 });
    expect(stdout).not.toContain('skipped');
    const all = await run('test', 'wiki');
    expect(all.requests.map(({ path }) => path).sort()).toEqual(['/pager', '/plain', '/room']);
    expect(all.stdout.match(/^skipped rule \w+/gm)).toEqual(
      ['payments', 'nobody', 'mail', 'off'].map((name) => `skipped rule ${name}`),
    );
    const json = await run('render', 'wiki', '--format', 'json');
    expect(json.stderr).toContain('skipped rule off: it is disabled\n');
  });

  it('finds a certificate that matches --rule', async () => {
    const { requests } = await run('test', '--rule', 'payments');
    expect(requests.map(({ path }) => path)).toEqual(['/chat']);
    expect(requests[0]?.body).toContain('shop');
  });

  it('sends one message to --webhook, even if no rule uses it', async () => {
    const used = await run('test', '--webhook', 'plain');
    expect(used).toMatchObject({
      status: 0,
      stdout: 'sent    webhook:plain (rule all, certificate.expiry_warning, 90 days before expiry), status 200\n',
    });
    expect(used.requests).toHaveLength(1);
    const unused = await run('test', '--webhook', 'unused');
    expect(unused).toMatchObject({
      status: 0,
      stdout: 'sent    webhook:unused (rule test, certificate.expiry_warning, 90 days before expiry), status 200\n',
    });
  });

  it('sends one mail to --email, even if no rule uses it, and also to --webhook', async () => {
    const before = smtp.mails.length;
    const used = await run('test', '--email', 'ops');
    expect(used).toMatchObject({
      status: 0,
      stdout: 'sent    email:ops (rule mail, certificate.expiry_warning, 90 days before expiry)\n',
      requests: [],
    });
    const unused = await run('test', '--email', 'spare', '--webhook', 'plain');
    expect(unused).toMatchObject({ status: 0, requests: [{ path: '/plain' }] });
    expect(unused.stdout).toBe(
      'sent    webhook:plain (rule all, certificate.expiry_warning, 90 days before expiry), status 200\nsent    email:spare (rule test, certificate.expiry_warning, 90 days before expiry)\n',
    );
    const named = await run('test', 'wiki', '--email', 'spare', '--event', 'certificate.expired');
    expect(named).toMatchObject({
      status: 0,
      stdout: 'sent    email:spare (rule test, certificate.expired, 1 day after expiry)\n',
    });
    const mails = smtp.mails.slice(before);
    expect(mails.map(({ to }) => to)).toEqual([['ops@example.com'], ['spare@example.com'], ['spare@example.com']]);
    expect(mails[0]?.raw).toMatch(/^Subject: \[test\] shop\r$/m);
    expect(mails.every(({ raw }) => /^X-Certvigil-Test: 1\r$/m.test(raw))).toBe(true);
  });

  it.each([
    [['--email', 'ops'], '# email:ops (rule mail)'],
    [['ops'], '# email:ops (rule test)'],
    [['spare', '--event', 'certificate.renewed'], '# email:spare (rule test)'],
    [['wiki', '--email', 'spare'], '# email:spare (rule test)'],
  ])('render %j prints the mail without sending it', async (args, title) => {
    const before = smtp.mails.length;
    const { status, stdout, requests } = await run('render', ...args);
    expect({ status, requests, sent: smtp.mails.length - before }).toEqual({ status: 0, requests: [], sent: 0 });
    expect(stdout.startsWith(`${title}\nFrom: certs@example.com\n`)).toBe(true);
    expect(stdout.match(/^# /gm)).toHaveLength(1);
  });

  it.each(EVENT_NAMES)('simulates %s with --event', async (event) => {
    const { status, requests } = await run('test', '--webhook', 'plain', '--event', event);
    expect(status).toBe(0);
    // The alert key differs from the real one, so that a test does not resolve a real alert.
    const key = event.startsWith('scan.') ? /^certvigil\/\(scan\)\/.*\/test$/ : /^certvigil\/wiki\/.*\/test$/;
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ event, key: expect.stringMatching(key) });
    expect(requests[0]?.headers['x-certvigil-test']).toBe('1');
  });

  it('sends stateful receivers a resolve with the key of the alert, even if their rule does not list the resolved event', async () => {
    const alert = await run('test', 'wiki', '--event', 'certificate.expired', '--rule', 'page');
    const resolved = await run('test', 'wiki', '--event', 'certificate.renewed', '--rule', 'page');
    const [trigger, resolve] = [...alert.requests, ...resolved.requests].map(({ body }) => JSON.parse(body));
    expect([trigger.event_action, resolve.event_action]).toEqual(['trigger', 'resolve']);
    expect(resolve.dedup_key).toBe(trigger.dedup_key);
  });

  it('prints JSON', async () => {
    const { stdout } = await run('test', 'shop', '--webhook', 'chat', '--format', 'json');
    expect(JSON.parse(stdout).deliveries).toMatchObject([
      {
        destination: 'webhook:chat',
        status: 'failed',
        answer: { status: 400, advice: expect.stringContaining('Slack') },
      },
    ]);
  });

  it.each<[string[], string]>([
    [[], 'error[usage]: test needs one name, got 0'],
    [['--event', 'certificate.expired'], 'error[usage]: test needs one name, got 0'],
    [['shop', '--all'], 'error[usage]: --all cannot be combined with a name'],
    [['--all', '--event', 'certificate.*'], 'error[usage]: unknown event "certificate.*" for --event'],
    [['--webhook', 'chta'], 'error[no-such-webhook]: certvigil.yaml has no webhook named chta'],
    [['--email', 'osp'], 'error[no-such-email]: certvigil.yaml has no email receiver named osp'],
    [['wiki', '--email', 'ops'], 'no rule sends anything for wiki to email ops: rule mail: match.labels requires team'],
    [['spare'], 'To test the email receiver, use: certvigil test --email spare'],
    [['--rule', 'pgae'], 'error[no-such-rule]: certvigil.yaml has no rule named pgae'],
    [['--rule', 'off'], 'error[no-such-rule]: the rule off is disabled'],
    [['chat'], 'To test the webhook receiver, use: certvigil test --webhook chat'],
    [
      ['wiki', '--rule', 'payments'],
      'error[nothing-to-send]: no rule sends anything for wiki: rule payments: match.labels',
    ],
    [['--rule', 'nobody'], 'rule nobody sends no event for the first 20 certificates to webhook:plain'],
  ])('rejects %j', async (args, message) => {
    const { status, stdout, stderr, requests } = await run('test', ...args);
    expect({ status, stdout, requests }).toEqual({ status: 2, stdout: '', requests: [] });
    expect(stderr).toContain(message);
  });
});

describe('render', () => {
  it('prints what test --all would send, and sends nothing', async () => {
    const { stdout, requests } = await run('render', '--all');
    expect(requests).toEqual([]);
    expect(stdout.match(/^# .*$/gm)).toEqual([
      '# webhook:plain (rule all)',
      '# webhook:room (rule all)',
      '# webhook:chat (rule payments)',
      '# webhook:pager (rule page)',
      '# email:ops (rule mail)',
    ]);
    expect(stdout).toContain('"routing_key": "***"');
  });
});
