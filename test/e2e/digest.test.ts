import PostalMime from 'postal-mime';
import { afterEach, describe, expect, it } from 'vitest';
import type { Digest } from '../../src/generated/digest.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { type SmtpServer, startSmtpServer } from '../helpers/smtp-server.ts';
import { createWorkspace, type Outcome, runCli, type Workspace } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, expectSchema } from './environment.ts';
import { runStep } from './step.ts';

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

function parseDigest({ stdout, stderr }: Outcome): Digest {
  if (!stdout.startsWith('{')) throw new Error(`no digest, but: ${stdout}${stderr}`);
  const digest: unknown = JSON.parse(stdout);
  expectSchema('digest', digest);
  return digest as Digest;
}

const NAMES = { shut: -3, shop: 5, api: 25, calm: 12, fine: 60, far: 300 };

interface DigestSetup {
  files: Workspace;
  mail: SmtpServer;
  requests: { body: string }[];
  run: (...args: string[]) => Promise<Outcome>;
}

/** One certificate in each state, one silenced, and a digest by mail and to a chat. */
const SILENCE = 'silences:\n  - { match: { names: [calm] }, until: 2031-04-01, reason: being replaced }\n';

async function createSetup(
  more = SILENCE,
  digest = '{ actions: [{ email: ops }, { webhook: chat }] }',
  now?: number,
): Promise<DigestSetup> {
  const mail = await startSmtpServer();
  const chat = await startReceiver();
  open.push(mail, chat);
  const entries = Object.keys(NAMES).map((name) => `  - { name: ${name}, file: ${name}.pem, owner: team }\n`);
  const made = await Promise.all(
    Object.entries(NAMES).map(async ([name, days]) => [
      `${name}.pem`,
      (await createCertificateWithDaysLeft(days, `${name}.example.com`, now)).certificate,
    ]),
  );
  const files = await createWorkspace({
    ...Object.fromEntries(made),
    'certvigil.yaml': `version: 1
certificates:
${entries.join('')}email:
  ops: { host: 127.0.0.1, port: ${mail.port}, tls: none, from: certs@example.com, to: ops@example.com }
webhooks:
  chat: { preset: slack, url: "${chat.origin}/" }
digest: ${digest}
${more}`,
  });
  return {
    files,
    mail,
    requests: chat.requests,
    run: (...args) => runCli(args, { cwd: files.root }),
  };
}

const names = (list: readonly { certificate: string }[]) => list.map(({ certificate }) => certificate);

describe('certvigil digest', () => {
  it('sends the status of all certificates by mail and to a chat, and records only itself', async () => {
    const { files, mail, requests, run } = await createSetup();
    await using _ = files;
    const digest = parseDigest(await run('digest', '--format', 'json', ...buildTimeOptions()));
    expect(digest.summary).toEqual({
      certificates: 6,
      expired: 1,
      critical: 2,
      unknown: 0,
      not_yet_valid: 0,
      warning: 1,
      ok: 2,
      findings: 0,
      silenced: 1,
      renewed: 0,
      upcoming: 3,
    });
    expect([names(digest.expired), names(digest.critical), names(digest.warning), names(digest.silenced)]).toEqual([
      ['shut'],
      ['shop'],
      ['api'],
      ['calm'],
    ]);
    expect(digest.silenced[0]?.silence).toEqual({ until: '2031-04-01T00:00:00Z', reason: 'being replaced' });
    expect(digest.upcoming.map(({ week, from, to, certificates }) => [week, from, to, names(certificates)])).toEqual([
      ['2031-W11', '2031-03-10', '2031-03-16', ['shop']],
      ['2031-W14', '2031-03-31', '2031-04-06', ['api']],
      ['2031-W19', '2031-05-05', '2031-05-11', ['fine']],
    ]);
    expect(digest.deliveries.map(({ destination, status }) => [destination, status])).toEqual([
      ['email:ops', 'sent'],
      ['webhook:chat', 'sent'],
    ]);
    const { subject, text, html } = await PostalMime.parse(mail.mails[0]?.raw ?? '');
    expect(subject).toBe(
      '[certvigil] Certificate digest: 1 expired, 2 critical, 1 warning of 6 certificates (1 silenced)',
    );
    expect(text).toContain('shut: expired 2 days ago');
    expect(text).toContain('calm: expires in 12 days; silenced until 2031-04-01 (being replaced)');
    expect(html).toContain('<strong>shop</strong>');
    expect(requests[0]?.body).toContain('Certificate digest: 1 expired, 2 critical');

    const log = JSON.parse((await files.read('log.json')) ?? '');
    expectSchema('event-log', log);
    expect(log).toMatchObject({ locations: {}, certificates: {}, events: [], scans: { digest: { last_scan: null } } });
  });

  it('fires no event and starts no cooldown, so the next scan notifies as usual', async () => {
    const { files, run } = await createSetup(
      `${SILENCE}rules: [{ name: all, events: ["certificate.*"], actions: [{ webhook: chat }] }]\n`,
    );
    await using _ = files;
    await run('digest', ...buildTimeOptions());
    const scan = JSON.parse((await run('scan', '--format', 'json', ...buildTimeOptions(0.1))).stdout);
    expect(scan.summary.events_fired).toBe(4);
    const again = parseDigest(await run('digest', '--format', 'json', ...buildTimeOptions(0.2)));
    expect(names(again.critical)).toEqual(['shop']);
  });

  it('lists each renewal once, whether a scan or the digest detected it', async () => {
    const { files, run } = await createSetup();
    await using _ = files;
    await run('scan', ...buildTimeOptions(0));
    await run('digest', ...buildTimeOptions(0.5));
    await files.write('shop.pem', (await createCertificateWithDaysLeft(390, 'shop.example.com')).certificate);
    await run('scan', ...buildTimeOptions(1));
    await files.write('api.pem', (await createCertificateWithDaysLeft(391, 'api.example.com')).certificate);
    const second = parseDigest(await run('digest', '--format', 'json', ...buildTimeOptions(2)));
    expect(second.since).toBe('2031-03-11T00:00:00Z');
    expect(names(second.renewed).sort()).toEqual(['api', 'shop']);
    await run('scan', ...buildTimeOptions(3));
    const third = parseDigest(await run('digest', '--format', 'json', ...buildTimeOptions(4)));
    expect(third.renewed).toEqual([]);
  });

  it('uses the templates of its own actions, not those for events', async () => {
    const { files, mail, requests, run } = await createSetup(
      '',
      `
  actions:
    - email: ops
      subject: "{{ data.summary.expired }} over"
      text_template: |
        {% for c in data.expired %}{{ c.certificate }} of {{ c.owner }} ended on {{ c.valid_to.split("T")[0] }}{% endfor %}
    - { webhook: chat, body_template: '{"text": "{{ data.headline }}"}' }`,
    );
    await using _ = files;
    const validated = await run('validate', '--strict');
    expect(validated).toMatchObject({ status: 0, stderr: '' });
    const digest = parseDigest(await run('digest', '--format', 'json', ...buildTimeOptions()));
    expect(digest.deliveries.map(({ status }) => status)).toEqual(['sent', 'sent']);
    const { subject, text, html } = await PostalMime.parse(mail.mails[0]?.raw ?? '');
    expect({ subject, text: text?.trim(), html }).toEqual({
      subject: '1 over',
      text: 'shut of team ended on 2031-03-08',
      html: undefined,
    });
    expect(requests.map(({ body }) => JSON.parse(body))).toEqual([{ text: digest.headline }]);
  });

  it('prints its messages with --messages, without secrets, and sends and records nothing', async () => {
    const { files, mail, requests, run } = await createSetup(
      '',
      '{ actions: [{ email: ops, text_template: "{{ data.headline }}" }, { webhook: chat, body_template: \'{"is": {{ data.is_due }} }\' }] }',
    );
    await using _ = files;
    const { status, stdout } = await run('digest', '--messages', ...buildTimeOptions());
    expect(status).toBe(0);
    expect(stdout).toMatch(/^# email:ops \(rule digest\)\nFrom: certs@example\.com\n/);
    expect(stdout).toContain('1 expired, 2 critical, 1 warning of 6 certificates');
    expect(stdout).toMatch(/\n# webhook:chat \(rule digest\)\nPOST http:.*\n\n\{"is": true \}\n$/s);
    const { deliveries } = JSON.parse(
      (await run('digest', '--messages', '--format', 'json', ...buildTimeOptions())).stdout,
    );
    expect(deliveries).toMatchObject([
      { destination: 'email:ops', error: null },
      { request: { body: '{"is": true }' } },
    ]);
    expect([mail.mails, requests, await files.read('log.json')]).toEqual([[], [], null]);
  });

  it('fails with --messages if it has no recipients', async () => {
    const { files, run } = await createSetup('', '{ always: true }');
    await using _ = files;
    const { status, stdout, stderr } = await run('digest', '--messages', ...buildTimeOptions());
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('error[nothing-to-send]: certvigil.yaml has no recipients for the digest');
  });

  it('is not sent if no certificate needs attention, unless always is set', async () => {
    for (const [always, mails] of [
      [false, 0],
      [true, 1],
    ] as const) {
      const { files, mail, run } = await createSetup(SILENCE, `{ actions: [{ email: ops }], always: ${always} }`);
      await using _ = files;
      for (const name of ['shut', 'shop', 'api'])
        await files.write(`${name}.pem`, (await createCertificateWithDaysLeft(200, name)).certificate);
      const digest = parseDigest(await run('digest', '--format', 'json', ...buildTimeOptions()));
      expect(digest.is_due).toBe(false);
      expect(digest.deliveries[0]?.status).toBe(always ? 'sent' : 'unneeded');
      expect(mail.mails).toHaveLength(mails);
      // Only a digest that was sent is recorded.
      expect((await files.read('log.json')) === null).toBe(!always);
    }
  });

  it('is printed by a dry run, but neither sent nor recorded', async () => {
    const { files, mail, requests, run } = await createSetup();
    await using _ = files;
    const { status, stdout } = await run('digest', '--dry-run', ...buildTimeOptions());
    expect(status).toBe(0);
    expect(stdout).toContain('Recipients: email:ops, webhook:chat.');
    expect([mail.mails, requests]).toEqual([[], []]);
    expect(await files.read('log.json')).toBeNull();
  });

  it('prints only failures with --quiet', async () => {
    const { files, mail, run } = await createSetup();
    await using _ = files;
    const quiet = await run('digest', '--quiet', ...buildTimeOptions());
    expect([quiet.stdout, quiet.stderr]).toEqual(['', '']);
    expect(mail.mails).toHaveLength(1);
    await files.write('shop.pem', 'no certificate');
    await mail.close();
    const failed = await run('digest', '--quiet', ...buildTimeOptions(7));
    expect([failed.status, failed.stdout]).toEqual([3, '']);
    expect(failed.stderr).toMatch(/^certvigil: warning\[[a-z-]+\]: shop could not be read at shop\.pem: /m);
    expect(failed.stderr).toMatch(/^certvigil: error\[[a-z-]+\]: delivery of the digest to email:ops failed: /m);
    expect(failed.stderr).not.toContain('api.example.com');
  });

  it('has the exit codes of a scan', async () => {
    const { files, mail, run } = await createSetup(SILENCE, '{ actions: [{ email: ops }] }');
    await using _ = files;
    expect((await run('digest', '--fail-on', 'expired', ...buildTimeOptions())).status).toBe(1);
    await mail.close();
    const { status, stdout } = await run('digest', '--fail-on', 'expired', ...buildTimeOptions(1));
    expect(status).toBe(3);
    expect(stdout).toContain('email-connection-refused');
    // The next digest covers the period of the failed one.
    expect(JSON.parse((await files.read('log.json')) ?? '').scans.digest.scanned_at).toBe('2031-03-10T12:00:00Z');
  });

  it('runs as a workflow step, with a summary, outputs and a report', async () => {
    // A step uses the real time.
    const { files, mail } = await createSetup('', undefined, Date.now());
    await using _ = files;
    const { status, outputs, summary } = await runStep(
      files,
      { command: 'digest', 'event-log': 'log.json', report: 'markdown=digest.md' },
      { GITHUB_EVENT_NAME: 'schedule', GITHUB_REF: 'refs/heads/main' },
    );
    expect(status).toBe(0);
    expect(mail.mails).toHaveLength(1);
    expect(summary).toMatch(/^## 🔴 Certificate digest: 1 expired, 2 critical, 1 warning of 6 certificates$/m);
    expect(await files.read('digest.md')).toContain('Certificate digest');
    expect(outputs).toMatchObject({ certificates: '6', 'deliveries-failed': '0', 'events-fired': '0' });
    expectSchema('digest', JSON.parse((await files.read(outputs.report ?? '')) ?? ''));
  });

  it.each([
    ['only', 'shop'],
    ['observations', 'observations/'],
  ])('rejects the input %s before anything is sent', async (name, value) => {
    const { files, mail } = await createSetup('', undefined, Date.now());
    await using _ = files;
    const { status, commands } = await runStep(files, { command: 'digest', [name]: value, 'event-log': 'log.json' });
    expect(status).toBe(2);
    expect(commands.join()).toContain(`the input ${name} cannot be used with command: digest`);
    expect(mail.mails).toHaveLength(0);
  });
});
