import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createWorkspace, NODES, type Workspace } from './certvigil.ts';
import { createCertificateWithDaysLeft, expectSchema, parseReport } from './environment.ts';
import { runStep, type Step } from './step.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

/** Runs the action as a step of a workflow, and counts the requests that it makes. */
async function step(
  files: Workspace,
  inputs: Record<string, string> = {},
  runner: Record<string, string> = {},
  node?: string,
): Promise<Step & { requests: number }> {
  const before = receiver.requests.length;
  // Here the log is a file; event-log.test.ts has it on a branch.
  const store: Record<string, string> = 'event-log' in inputs ? {} : { store: 'file' };
  const outcome = await runStep(
    files,
    { ...store, ...inputs },
    { HOOK_TOKEN: 'hook-token-0123456789', ...runner },
    { node },
  );
  return { ...outcome, requests: receiver.requests.length - before };
}

const manifest = (entries: string) => `version: 1
certificates:
${entries}webhooks:
  chat: { url: "${receiver.origin}/\${HOOK_TOKEN}" }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }
`;

/** A repository with a certificate that is critical and one that is ok, by the clock: the action has no other time. */
async function repository(): Promise<Workspace> {
  return createWorkspace({
    'certvigil.yaml': manifest('  - { name: shop, file: shop.pem }\n  - { name: wiki, file: wiki.pem }\n'),
    'shop.pem': (await createCertificateWithDaysLeft(10, 'shop.example.com', Date.now())).certificate,
    'wiki.pem': (await createCertificateWithDaysLeft(300, 'wiki.example.com', Date.now())).certificate,
  });
}

describe('step debugging', () => {
  it.each([
    ['prints the trace as debug lines', { RUNNER_DEBUG: '1' }, true],
    ['prints none without it', {}, false],
  ])('%s', async (_, runner: Record<string, string>, isTraced) => {
    await using files = await repository();
    const { commands } = await step(files, {}, runner);
    const lines = commands.filter((line) => line.startsWith('::debug::trace +'));
    expect(lines.some((line) => line.includes('decision certificate.expiry_warning of shop'))).toBe(isTraced);
    expect(lines.some((line) => /request POST http:\S+\*\*\*: 200/.test(line))).toBe(isTraced);
    expect(lines.join()).not.toContain('hook-token-0123456789');
  });
});

describe('a scan', () => {
  it.each(NODES)('sets outputs, annotates and writes a summary, on %s', async (_, node) => {
    await using files = await repository();
    const { status, stderr, outputs, commands, summary, requests } = await step(files, {}, {}, node);
    expect({ status, stderr, requests }).toEqual({ status: 0, stderr: '', requests: 1 });
    const { 'scan-id': id, report, ...counts } = outputs;
    expect(counts).toEqual({
      coverage: '2 entries, 2 locations: all read, all alerts delivered.',
      certificates: '2',
      ok: '1',
      warning: '0',
      critical: '1',
      expired: '0',
      unknown: '0',
      unreachable: '0',
      untrusted: '0',
      findings: '0',
      'events-fired': '1',
      'deliveries-failed': '0',
      'dry-run': 'false',
      artifact: 'certvigil-report',
    });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const text = (await files.read(report ?? '')) ?? '';
    expect(parseReport({ status, stdout: text, stderr }).scan_id).toBe(id);
    expect(commands).toEqual([
      '::add-mask::hook-token-0123456789',
      '::warning title=shop expires in 10 days,file=certvigil.yaml,line=3,col=5::shop (shop.example.com) expires in 10 days. Found at shop.pem.',
    ]);
    expect(summary).toMatch(/^## 🟠 Certificates: 1 critical\n/u);
    expectSchema('event-log', JSON.parse((await files.read('.certvigil/event-log.json')) ?? ''));
  });

  it('sends a notification once: the log suppresses it in a second step', async () => {
    await using files = await repository();
    expect(await step(files)).toMatchObject({ status: 0, requests: 1 });
    expect(await step(files)).toMatchObject({ status: 0, requests: 0, outputs: { 'events-fired': '0' } });
    expect(await step(files, { 'ignore-cooldown': 'true' })).toMatchObject({ status: 0, requests: 1 });
  });

  it('uses its inputs: only, event-log, report, summary, manifest', async () => {
    await using files = await repository();
    await files.write(
      'ops/watch.yaml',
      'version: 1\ncertificates: [{ name: a, expires: 2099-01-01 }, { name: b, expires: 2099-01-01 }]\n',
    );
    const { status, outputs, summary } = await step(files, {
      manifest: 'ops/watch.yaml',
      only: 'a',
      'event-log': 'state/log.json',
      report: 'json=a.json\nmarkdown=a.md\n',
      summary: 'false',
    });
    const { certificates, artifact } = outputs;
    expect({ status, summary, certificates, artifact }).toEqual({
      ...{ status: 0, summary: '', artifact: 'certvigil-report-ops%2Fwatch.yaml' },
      certificates: '1',
    });
    expect(await files.read('state/log.json')).toContain('"a"');
    expect(await files.read('a.md')).toMatch(/^## 🟢 Certificates/u);
    expect(parseReport({ status, stdout: (await files.read('a.json')) ?? '', stderr: '' }).certificates).toHaveLength(
      1,
    );
  });

  it.each([
    ['never', 0],
    ['expired', 0],
    ['critical', 1],
    ['warning', 1],
  ])('exits %2$i with fail-on %1$s', async (failOn, expected) => {
    await using files = await repository();
    const { status, commands } = await step(files, { 'fail-on': failOn });
    expect(status).toBe(expected);
    const failures = commands.filter((line) => line.startsWith('::error'));
    expect(failures).toEqual(
      expected === 0 ? [] : [`::error::Something is at the level ${failOn} or worse (fail-on).`],
    );
  });

  it('fails with the reason if a delivery fails', async () => {
    await using files = await repository();
    const { status, commands, outputs } = await step(files, {}, { HOOK_TOKEN: '' });
    expect({ status, failed: outputs['deliveries-failed'] }).toEqual({ status: 3, failed: '1' });
    expect(commands).toContainEqual(
      expect.stringMatching(
        /^::error title=delivery to webhook%3Achat failed \(1 event\)::variable-unset: .*certvigil\.yaml:6/,
      ),
    );
    expect(commands).toContainEqual('::error::1 delivery failed. The next scan retries it.');
  });

  it('fails at the line of an entry that cannot be read, unless allow-unread is true', async () => {
    await using files = await repository();
    await files.write(
      'certvigil.yaml',
      'version: 1\ncertificates:\n  - { name: shop, file: shop.pem }\n  - { name: lost, file: lost.pem }\n',
    );
    const text = '1 of 2 entries has never been read (lost), no rule sends alerts.';
    const { status, commands, outputs, summary } = await step(files, { 'fail-on': 'never' });
    expect({ status, coverage: outputs.coverage }).toEqual({ status: 1, coverage: text });
    expect(commands).toContainEqual(
      expect.stringMatching(
        /^::error title=lost has never been read successfully,file=certvigil\.yaml,line=4,col=5::lost\.pem: file-not-found: /,
      ),
    );
    expect(commands).toContainEqual(`::error::${text}`);
    expect(summary).toContain(`\n\n❌ \`${text}\`\n\n`);
    const allowed = await step(files, { 'allow-unread': 'true' });
    expect({ status: allowed.status, errors: allowed.commands.filter((one) => one.startsWith('::error')) }).toEqual({
      status: 0,
      errors: [],
    });
    expect(allowed.outputs.coverage).toContain('(lost), which allow-unread permits, ');
  });

  it('uses the time at which a scheduled run was due', async () => {
    await using files = await repository();
    await files.write('event.json', JSON.stringify({ schedule: '0 0 * * *', repository: { default_branch: 'main' } }));
    const runner = {
      GITHUB_EVENT_NAME: 'schedule',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_EVENT_PATH: files.at('event.json'),
    };
    const { status, outputs } = await step(files, {}, runner);
    expect(status).toBe(0);
    const report = JSON.parse((await files.read(outputs.report ?? '')) ?? '');
    expect(report.scanned_at).toMatch(/T00:00:00Z$/);
    expect(await files.read('.certvigil/event-log.json')).toContain(report.scanned_at);
  });

  it('does not resend, in a late scheduled run, what a manual run has sent since it was due', async () => {
    await using files = await repository();
    await files.write('event.json', JSON.stringify({ schedule: '0 0 * * *', repository: { default_branch: 'main' } }));
    const main = { GITHUB_REF: 'refs/heads/main', GITHUB_EVENT_PATH: files.at('event.json') };
    const manual = await step(files, {}, { ...main, GITHUB_EVENT_NAME: 'workflow_dispatch' });
    const late = await step(files, {}, { ...main, GITHUB_EVENT_NAME: 'schedule' });
    expect([manual.requests, late.requests]).toEqual([1, 0]);
  });

  it('shows an unsaved log and the sent notifications in the summary', async () => {
    await using files = await repository();
    expect(await step(files, {}, { HOOK_TOKEN: '' })).toMatchObject({ status: 3 });
    // When the message arrives, the receiver replaces the log with a directory.
    const log = files.at('.certvigil/event-log.json');
    const server = createServer((_, response) => {
      rmSync(log);
      mkdirSync(log);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await files.write(
      'certvigil.yaml',
      (await files.read('certvigil.yaml'))?.replace(receiver.origin, `http://127.0.0.1:${port}`) ?? '',
    );
    const { status, summary, commands } = await step(files);
    server.close();
    expect(status).toBe(3);
    expect(commands).toContainEqual(expect.stringContaining('the event log was NOT saved'));
    expect(summary).toMatch(/^### ❌ The event log was NOT saved\n\n`event-log-un(?:read|writ)able`: /m);
    expect(summary).toContain('\nThe next scan will resend the notification that this scan sent.\n');
    expect(summary).toContain('| expiry warning | `shop` |');
  });

  it('shows a manifest error in the summary', async () => {
    await using files = await createWorkspace({ 'certvigil.yaml': 'version: 1\ncertificates: [{ nam: a }]\n' });
    const { status, summary } = await step(files);
    expect(status).toBe(2);
    expect(summary).toMatch(/^## ❌ `certvigil\.yaml` has /);
    expect(summary).toContain('| ❌ | `certvigil.yaml:2:18` | `unknown-key` |');
  });

  it('masks a secret in titles too', async () => {
    const secret = 'hook-token-0123456789';
    await using files = await createWorkspace({
      'certvigil.yaml': manifest('  - { name: old, expires: 2020-01-01 }\n')
        .replaceAll('chat', secret)
        .replace(receiver.origin, 'http://127.0.0.1:1'),
    });
    const { commands } = await step(files);
    expect(commands).toContainEqual(
      expect.stringMatching(/^::error title=delivery to webhook%3A\*\*\* failed \(1 event\)::/),
    );
    expect(commands.filter((line) => line.includes(secret))).toEqual([`::add-mask::${secret}`]);
  });

  it('warns about a file as event log on a hosted runner', async () => {
    await using files = await repository();
    const { commands } = await step(files, {}, { RUNNER_ENVIRONMENT: 'github-hosted' });
    expect(commands).toContainEqual(
      expect.stringMatching(/^::warning title=file-store-on-hosted-runner::The event log is a file .* every run sends/),
    );
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['in a dry run', { 'dry-run': 'true' }, { RUNNER_ENVIRONMENT: 'github-hosted' }],
    ['on another runner', {}, { RUNNER_ENVIRONMENT: 'self-hosted' }],
  ])('does not warn about a file as event log %s', async (_, inputs, runner) => {
    await using files = await repository();
    const { commands } = await step(files, inputs, runner);
    expect(commands.join('\n')).not.toContain('file-store-on-hosted-runner');
  });

  it('writes at most ten annotations of a level, with the number of omitted ones', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `  - { name: n${at}, expires: 2020-01-01 }\n`);
    await using files = await createWorkspace({ 'certvigil.yaml': manifest(names.join('')) });
    const { commands } = await step(files, { 'fail-on': 'expired' });
    const errors = commands.filter((line) => line.startsWith('::error'));
    expect(errors).toHaveLength(10);
    expect(errors).toContainEqual(expect.stringMatching(/^::error title=and 32 more::/));
    expect(errors.at(-1)).toBe('::error::Something is at the level expired or worse (fail-on).');
  });
});

describe('a dry run by default', () => {
  const event = { repository: { default_branch: 'main' } };

  it.each<[what: string, runner: Record<string, string>, dry: boolean]>([
    ['on a pull request', { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/1/merge' }, true],
    ['not on a schedule', { GITHUB_EVENT_NAME: 'schedule', GITHUB_REF: 'refs/heads/main' }, false],
  ])('%s', async (_, runner, dry) => {
    await using files = await repository();
    await files.write('event.json', JSON.stringify(event));
    const { status, requests, commands, outputs } = await step(
      files,
      {},
      { ...runner, GITHUB_EVENT_PATH: files.at('event.json') },
    );
    expect(outputs['dry-run']).toBe(String(dry));
    expect({ status, requests, fired: outputs['events-fired'] }).toEqual({
      status: 0,
      requests: dry ? 0 : 1,
      fired: '1',
    });
    expect((await files.read('.certvigil/event-log.json')) === null).toBe(dry);
    expect(commands.some((line) => line.startsWith('::notice title=dry run::This is a dry run, because '))).toBe(dry);
  });

  it('is overridden by dry-run: false', async () => {
    await using files = await repository();
    const runner = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/1/merge' };
    expect(await step(files, { 'dry-run': 'false' }, runner)).toMatchObject({ status: 0, requests: 1 });
  });

  it('is also possible with dry-run: true', async () => {
    await using files = await repository();
    const { status, requests, stdout } = await step(files, { 'dry-run': 'true' });
    expect({ status, requests }).toEqual({ status: 0, requests: 0 });
    expect(stdout).toContain('Dry run: nothing was sent or recorded.');
  });
});

describe('rejected inputs', () => {
  it.each<
    [what: string, inputs: Record<string, string>, runner: Record<string, string>, status: number, message: string]
  >([
    [
      'pull_request_target',
      {},
      { GITHUB_EVENT_NAME: 'pull_request_target' },
      2,
      'error[untrusted-event]: scan does not run under pull_request_target',
    ],
    ['a branch without a token', { store: 'commit' }, {}, 2, 'error[github-access-missing]'],
    ['an unknown report kind', { report: 'pdf=x' }, {}, 2, 'error[usage]: unknown report kind "pdf"'],
    [
      'a report over the manifest',
      { report: 'json=./certvigil.yaml' },
      {},
      2,
      'error[report-path-conflict]: the json report would overwrite the manifest, ./certvigil.yaml',
    ],
    [
      'a missing manifest',
      { manifest: 'nope.yaml' },
      {},
      2,
      'error[manifest-not-found]: Manifest nope.yaml not found.',
    ],
    ['a glob that matches nothing', { only: 'nope' }, {}, 2, 'error[only-matches-nothing]'],
    [
      'a log that cannot be written',
      { 'event-log': 'shop.pem/log.json' },
      {},
      3,
      'part of the path is a file, not a directory',
    ],
  ])('%s', async (_, inputs, runner, status, message) => {
    await using files = await repository();
    const outcome = await step(files, inputs, runner);
    expect({ status: outcome.status, requests: outcome.requests, stderr: outcome.stderr }).toEqual({
      status,
      requests: 0,
      stderr: '',
    });
    const [failure] = outcome.commands.filter((line) => line.startsWith('::error'));
    expect(failure).toContain(message);
    expect(failure).toMatch(/%0A {2}= help: /);
    const code = /error\[([a-z-]+)\]/.exec(failure ?? '')?.[1];
    expect(outcome.summary).toContain(`## ❌ certvigil failed\n\n\`${code}\`: `);
    expect(await files.read('.certvigil/event-log.json')).toBeNull();
  });

  it('fails for an unwritable report only after everything else is done', async () => {
    await using files = await repository();
    const { status, commands, outputs, requests } = await step(files, { report: 'json=certvigil.yaml/report.json' });
    expect({ status, requests, fired: outputs['events-fired'] }).toEqual({ status: 3, requests: 1, fired: '1' });
    expect(commands.at(-1)).toContain('error[report-unwritable]');
  });
});

describe('validate', () => {
  it('annotates a broken manifest at file, line and column', async () => {
    await using files = await createWorkspace({
      'certvigil.yaml': 'version: 1\ncertificates:\n  - { name: a, fiel: a.pem }\n',
    });
    const { status, commands, stdout } = await step(files, { command: 'validate' });
    expect(status).toBe(2);
    expect(commands).toEqual([
      '::error::The manifest has 1 error. See the annotations.',
      expect.stringMatching(/^::error title=unknown-key,file=certvigil\.yaml,line=3,col=16::Unknown key "fiel" in /),
    ]);
    expect(stdout).toContain('certvigil.yaml:3:16: error[unknown-key]');
  });

  it('needs no secrets or network and writes nothing, so that untrusted pull requests can be checked', async () => {
    await using files = await repository();
    const { status, requests, stdout } = await step(
      files,
      { command: 'validate' },
      { GITHUB_EVENT_NAME: 'pull_request_target' },
    );
    expect({ status, requests }).toEqual({ status: 0, requests: 0 });
    expect(stdout).toContain('certvigil.yaml is valid: 2 certificates, 1 rule, 1 webhook');
    expect(stdout).not.toContain('add-mask');
    expect(await files.read('.certvigil/event-log.json')).toBeNull();
  });
});

describe('untrusted names', () => {
  const HOSTILE = [
    '::error::x',
    '%0A::set-output name=ok::9',
    'a\n::add-path::/tmp\n::error file=x::y',
    '##[error]z',
    '::stop-commands::guess',
    '</details><img src=x>@everyone | `cell`',
  ];

  it('are never interpreted as workflow commands or Markdown', async () => {
    const made = await Promise.all(HOSTILE.map((name) => createCertificateWithDaysLeft(5, name, Date.now())));
    await using files = await createWorkspace({
      'certvigil.yaml': manifest('  - { name: strange, file: "*.pem" }\n'),
      ...Object.fromEntries(made.map(({ certificate }, at) => [`${at}.pem`, certificate])),
    });
    const { status, commands, summary, requests } = await step(files);
    expect({ status, requests }).toEqual({ status: 0, requests: HOSTILE.length });
    for (const command of commands)
      expect(command).toMatch(
        /^::(add-mask::hook-token|warning title=[^:,\n]* \(\d\.pem\) expires in 5 days,file=certvigil\.yaml,line=\d+,col=\d+::)/,
      );
    expect(commands).toHaveLength(1 + HOSTILE.length);
    expect(summary).not.toMatch(/^\s*::/m);
    // Markdown and HTML have no effect in a code span.
    expect(summary.replace(/(`+).*?\1/g, '')).not.toMatch(/<img|@everyone/);
  });
});
