import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLEAN_ENV, CLI, createWorkspace, NODES, runCli, runProcess } from './certvigil.ts';
import { buildTimeOptions, parseReport } from './environment.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
let files: Shop['files'];
let receiver: Shop['receiver'];
let run: Shop['run'];
let counted: Shop['runAndCount'];
beforeAll(async () => {
  shop = await openShop();
  ({ files, receiver, run, runAndCount: counted } = shop);
});
afterAll(() => shop[Symbol.asyncDispose]());

describe('the command line', () => {
  it.each(NODES)('prints its version on %s', async (_, node) => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await runProcess(['--version'], { cwd: files.root, node })).toEqual({
      status: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it('lists its commands if none is given', async () => {
    const { status, stdout, stderr } = await run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Usage: certvigil COMMAND [OPTION...]');
    expect((await run('--help')).stdout).toBe(stdout);
  });

  it.each<[argv: string, message: string, help: string]>([
    ['scna', 'unknown command "scna"', 'Did you mean scan?'],
    ['frobnicate', 'unknown command "frobnicate"', 'Commands: scan, '],
    ['digest x', 'unexpected argument "x" for digest', "Run 'certvigil digest --help' for usage."],
    ['forecast x', 'unexpected argument "x" for forecast', 'To select certificates by name, use --only x.'],
    ['forecast --months 0', 'invalid number "0" for --months', 'Use a whole number from 1 to 120'],
    ['forecast --months soon', 'invalid number "soon" for --months', 'Use a whole number from 1 to 120'],
    ['inspect', 'missing target', 'Use a file, host:port, a URL'],
    ['log', 'log needs a subcommand', 'Use `log list` or `log clear`.'],
    ['-m x scan', 'option -m before the command', 'Put the command first'],
    ['scan --dryrun', 'unknown option --dryrun for scan', 'Did you mean --dry-run?'],
    ['scan --frobnicate', 'unknown option --frobnicate for scan', "Run 'certvigil scan --help' for options."],
    ['scan --only', 'missing value for --only', 'Use --only GLOB.'],
    ['scan --only=', 'missing value for --only', 'Use --only GLOB.'],
    ['scan --only a --only b', 'duplicate option --only', 'Use it once.'],
    ['scan --quiet=yes', '--quiet takes no value', 'Use --quiet alone.'],
    ['scan --format xml', 'invalid value "xml" for --format', 'Use one of: text, json, csv.'],
    ['scan --fail-on bad', 'invalid value "bad" for --fail-on', 'Use one of: never, warning, critical, expired.'],
    ['render --preset slak', 'invalid value "slak" for --preset', 'Did you mean slack?'],
    ['scan --now 2031-02', 'invalid time "2031-02" for --now', 'Use an ISO 8601 date or time'],
    ['scan --now 2031-02-30', 'invalid time "2031-02-30" for --now', 'That month has 28 days. Use 2031-02-28'],
    ['scan --report report.json', 'invalid report "report.json"', 'Use KIND=FILE'],
    ['scan --report pdf=x', 'unknown report kind "pdf"', 'Use one of: json, markdown, '],
    ['test', 'test needs one name, got 0', 'Use: certvigil test NAME'],
    ['render a b', 'render needs one name, got 2', 'Use: certvigil render NAME'],
    ['test shop --days-remaining soon', 'invalid number "soon" for --days-remaining', 'Use a whole number'],
    ['log list --event expired', 'unknown event "expired" for --event', 'Did you mean certificate.expired?'],
    ['log clear --now 2031-03-10', '--now requires --event-log', 'Add --event-log FILE'],
  ])('refuses "%s"', async (argv, message, help) => {
    const { status, stdout, stderr, requests } = await counted(...argv.split(' ').filter((word) => word !== ''));
    expect({ status, stdout, requests }).toEqual({ status: 2, stdout: '', requests: 0 });
    expect(stderr).toContain(`certvigil: error[usage]: ${message}`);
    expect(stderr).toContain(`  = help: ${help}`);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });

  // Only Linux has a device that is always full.
  it.runIf(existsSync('/dev/full')).each(NODES)(
    'reports lost output and still does everything else, on %s',
    async (_, node) => {
      const report = files.at('beside.json');
      await files.write('plain.yaml', 'version: 1\ncertificates:\n  - { name: plain, expires: 2031-04-01 }\n');
      const argv = [CLI, 'scan', '--dry-run', '--report', `json=${report}`, '-m', 'plain.yaml', ...buildTimeOptions()];
      const full = openSync('/dev/full', 'w');
      const child = spawn(node, argv, {
        cwd: files.root,
        env: CLEAN_ENV,
        stdio: ['ignore', full, 'pipe'],
        timeout: 60_000,
      });
      closeSync(full);
      let stderr = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      const status = await new Promise((resolve) => child.on('close', resolve));
      expect({ status, stderr }).toEqual({
        status: 3,
        stderr: expect.stringMatching(
          /^No rule sends notifications\. .*\ncertvigil: error\[output-unwritable\]: standard output could not be written: the disk is full\n {2}= help: .*\n$/,
        ),
      });
      expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ version: 1, dry_run: true });
    },
  );

  it('succeeds if a reader stops early', async () => {
    const many = Array.from({ length: 5000 }, (_, at) => `  - { name: n${at}, expires: 2031-04-01 }\n`);
    await files.write('many.yaml', `version: 1\ncertificates:\n${many.join('')}`);
    const args = [CLI, 'scan', '--dry-run', '--format', 'json', '-m', 'many.yaml', ...buildTimeOptions()];
    const child = spawn(process.execPath, args, {
      cwd: files.root,
      env: CLEAN_ENV,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    });
    child.stdout.once('data', () => child.stdout.destroy());
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each(NODES)('waits for a slow reader before it exits, on %s', async (_, node) => {
    const many = Array.from({ length: 10_000 }, (_, at) => `  - { name: n${at}, expires: 2031-03-01 }\n`);
    await files.write('slow.yaml', `version: 1\ncertificates:\n${many.join('')}`);
    const options = ['--format', 'json', '--fail-on', 'expired', '-m', 'slow.yaml', ...buildTimeOptions()];
    const child = spawn(node, [CLI, 'scan', '--dry-run', ...options], {
      cwd: files.root,
      env: CLEAN_ENV,
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 60_000,
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    let stdout = '';
    for await (const text of child.stdout.setEncoding('utf8')) {
      stdout += text;
      // Reading slowly keeps the pipe full.
      await setImmediate();
    }
    expect(stdout.length).toBeGreaterThan(10_000_000);
    expect(JSON.parse(stdout).certificates).toHaveLength(10_000);
    expect(await ended).toBe(1);
  });
});

describe('validate', () => {
  it('prints diagnostics on standard output, and exits 0 if there are only warnings', async () => {
    const { status, stdout, stderr } = await run('validate');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^certvigil\.yaml:5:\d+: warning\[glob-no-match\]: No file matches "certs\/lost\.pem"/m);
    expect(stdout).toMatch(
      /^certvigil\.yaml:13:\d+: warning\[unused-webhook\]: No rule sends to the webhook "unused"/m,
    );
    expect(stdout).toContain('certvigil.yaml is valid: 4 certificates, 1 rule, 2 webhooks\n0 errors, 2 warnings\n');
  });

  it('prints diagnostics with their positions as JSON', async () => {
    const { diagnostics, ...rest } = JSON.parse((await run('validate', '--format', 'json')).stdout);
    expect(rest).toEqual({ version: 1, valid: true, files: ['certvigil.yaml'], errors: 0, warnings: 2 });
    expect(diagnostics[0]).toMatchObject({
      file: 'certvigil.yaml',
      line: 5,
      severity: 'warning',
      code: 'glob-no-match',
      text: '  - { name: lost, file: certs/lost.pem }',
    });
  });

  it('prints diagnostics as Code Quality issues, whose fingerprints are unique and survive that lines move', async () => {
    const manifest = "version: 1\nrules: []\ncertificates:\n  - { name: 'a b' }\n  - { name: 'a b' }\n";
    const list = async (text: string) => {
      await files.write('moved.yaml', text);
      const { status, stdout } = await run('validate', './moved.yaml', '--format', 'codequality');
      expect(status).toBe(2);
      return JSON.parse(stdout) as { check_name: string; fingerprint: string; severity: string; location: object }[];
    };
    const issues = await list(manifest);
    const { fingerprint: _, ...issue } = issues.find(({ check_name }) => check_name === 'bad-name') ?? {
      fingerprint: '',
    };
    expect(issue).toEqual({
      check_name: 'bad-name',
      description: expect.stringMatching(/^The name "a b" can only contain .* Use a name such as a-b\.$/),
      severity: 'blocker',
      location: { path: 'moved.yaml', lines: { begin: 4 } },
    });
    const fingerprints = issues.map(({ fingerprint }) => fingerprint);
    expect(new Set(fingerprints).size).toBe(issues.length);
    expect((await list(`# A comment.\n${manifest}`)).map(({ fingerprint }) => fingerprint)).toEqual(fingerprints);
  });

  it('checks every given file, even if another one is missing', async () => {
    await files.write('broken.yaml', 'version: 2\n');
    const { status, stdout, stderr } = await run('validate', 'nope.yaml', 'broken.yaml', 'certvigil.yaml');
    expect(status).toBe(2);
    expect(stderr).toContain('error[manifest-not-found]: Manifest nope.yaml not found.');
    expect(stdout).toContain('broken.yaml:1:10: error[unsupported-version]');
    expect(stdout).toContain('certvigil.yaml is valid');

    const json = JSON.parse((await run('validate', '--format', 'json', 'nope.yaml', 'certvigil.yaml')).stdout);
    expect(json).toMatchObject({ valid: false, errors: 1, files: ['certvigil.yaml'] });
  });

  it.each(['certvigil.yaml', 'certvigil.yml', '.github/certvigil.yaml', '.github/certvigil.yml'])(
    'finds %s',
    async (name) => {
      await using found = await createWorkspace({
        [name]: 'version: 1\ncertificates: [{ name: a, expires: 2099-01-01 }]\nissues: {}\n',
      });
      const { status, stdout } = await runCli(['validate'], { cwd: found.root });
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: `${name} is valid: 1 certificate, 1 rule, 0 webhooks\n`,
      });
    },
  );
});

describe('scan', () => {
  /** Sends all alerts, that about the second failure too. */
  const scanTwice = async (log: string) => {
    for (let count = 0; count < 2; count += 1) await run('scan', ...buildTimeOptions(0, log));
  };

  it('prints certificates, worst first, and deliveries as a table', async () => {
    const { status, stdout, stderr } = await run('scan', ...buildTimeOptions(0, 'table.json'));
    expect(status).toBe(1);
    // Golden files cover the content of the table. This test covers the stream.
    expect(
      stdout
        .split('\n')
        .slice(0, 5)
        .map((line) => line.split(/ {2,}/).slice(0, 3).join(' | ')),
    ).toEqual([
      'STATUS | DAYS | CERTIFICATE',
      'expired | -9 | legacy',
      'critical | 13 | shop',
      'unknown | - | lost',
      'ok | 300 | wiki',
    ]);
    expect(stdout).toMatch(
      /\n2 events fired, 0 suppressed\. 2 deliveries sent, 0 failed\.\nThe run is red: never-read\. .*\n1 of 4 entries has never been read \(lost\), all alerts delivered\.\n$/,
    );
    expect(stderr).toMatch(/^certvigil\.yaml:5:/);
  });

  it('prints only failures with --quiet', async () => {
    const { status, stdout, stderr } = await run('scan', '--quiet', ...buildTimeOptions(0, 'failures.json'));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^certvigil: warning\[file-not-found\]: lost could not be read at certs\/lost\.pem: /),
      'certvigil: 1 of 4 entries has never been read (lost), all alerts delivered.',
      '',
    ]);
    expect(await run('scan', '--quiet', '--only', 'wiki', ...buildTimeOptions(0, 'failures.json'))).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
    const failed = await runCli(['scan', '--quiet', ...buildTimeOptions(0, 'quiet.json')], { cwd: files.root });
    expect({ status: failed.status, stdout: failed.stdout }).toEqual({ status: 3, stdout: '' });
    expect(failed.stderr).toMatch(
      /^certvigil: error\[variable-unset\]: delivery to webhook:chat failed: .*\$\{CHAT_TOKEN\} \(certvigil\.yaml:9\)/m,
    );
  });

  it.each<[failOn: string, only: string, status: number]>([
    ['never', '*', 1],
    ['never', 'legacy', 0],
    ['expired', 'legacy', 1],
    ['expired', 'shop', 0],
    ['critical', 'shop', 1],
    ['critical', 'lost', 1],
    ['critical', 'wiki', 0],
    ['warning', 'wiki', 0],
    ['warning', 'shop', 1],
  ])('exits %3$i with --fail-on %1$s and --only %2$s', async (failOn, only, status) => {
    const outcome = await run('scan', '--dry-run', '--fail-on', failOn, '--only', only, ...buildTimeOptions());
    expect(outcome.status).toBe(status);
  });

  it('exits 3 for a failed delivery, whatever --fail-on says', async () => {
    const { status } = await runCli(['scan', '--fail-on', 'warning', ...buildTimeOptions(0, 'failed.json')], {
      cwd: files.root,
    });
    expect(status).toBe(3);
  });

  it('sends and writes nothing with --dry-run, needs no secrets, and reports every reason', async () => {
    await scanTwice('sent.json');
    const before = receiver.requests.length;
    const args = ['scan', '--dry-run', '--format', 'json'];
    const first = await runCli([...args, ...buildTimeOptions(0, 'dry.json')], { cwd: files.root });
    expect(first.status).toBe(1);
    const report = parseReport(first);
    expect(report.dry_run).toBe(true);
    expect(report.deliveries.map(({ status, reason }) => [status, reason])).toEqual([
      ['due', 'first'],
      ['due', 'first'],
    ]);
    expect(await files.read('dry.json')).toBeNull();

    const kept = await files.read('sent.json');
    const second = parseReport(await runCli([...args, ...buildTimeOptions(0.1, 'sent.json')], { cwd: files.root }));
    expect(second.deliveries.map(({ status, reason }) => [status, reason])).toEqual([
      ['suppressed', 'cooldown'],
      ['suppressed', 'cooldown'],
      ['suppressed', 'cooldown'],
    ]);
    expect(await files.read('sent.json')).toBe(kept);
    expect(receiver.requests).toHaveLength(before);
  });

  it('resends with --ignore-cooldown', async () => {
    await scanTwice('resent.json');
    expect(await counted('scan', ...buildTimeOptions(0.1, 'resent.json'))).toMatchObject({ status: 1, requests: 0 });
    expect(await counted('scan', '--ignore-cooldown', ...buildTimeOptions(0.1, 'resent.json'))).toMatchObject({
      status: 1,
      requests: 3,
    });
  });

  it('scans and records only certificates that --only matches', async () => {
    const covered = await counted('scan', '--only', 'sh*', '--format', 'json', ...buildTimeOptions(0, 'only.json'));
    expect(parseReport(covered).certificates.map(({ certificate }) => certificate)).toEqual(['shop']);
    expect(covered.requests).toBe(1);
    const log = JSON.parse((await files.read('only.json')) ?? '');
    expect(Object.keys(log.locations)).toEqual(['shop']);
  });

  it('rejects --only if it matches nothing', async () => {
    const { status, stdout, stderr } = await run('scan', '--only', 'shpo', ...buildTimeOptions(0, 'only.json'));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(
      'error[only-matches-nothing]: no certificate in certvigil.yaml has a name that matches shpo',
    );
  });

  it('names the rule whose condition cannot be evaluated', async () => {
    await files.write(
      'condition.yaml',
      `version: 1
certificates: [{ name: a, expires: 2031-03-15 }]
webhooks: { chat: { url: "https://chat.example/" } }
rules:
  - name: production
    events: [certificate.*]
    conditions: { attr: labels.env, value: prod }
    actions: [{ webhook: chat }]
`,
    );
    const { stdout } = await run('scan', '--dry-run', '-m', 'condition.yaml', ...buildTimeOptions(0, 'none.json'));
    expect(stdout).toContain(
      'Rule production: The condition on "labels.env" is false: this event has no such attribute',
    );
    expect(stdout).toContain('1 no matching rule: expiry warning');
  });

  it('records a scan with --now only if --event-log is set', async () => {
    const scan = await counted('scan', '--now', '2031-03-10');
    expect(scan).toMatchObject({ status: 1, requests: 0 });
    expect(scan.stderr).toContain('Not recorded: with --now, the event log is written only if --event-log is set.');
    expect(scan.stderr).toContain('With --now, nothing is sent. To send notifications marked as tests, add --send.');
    expect(await files.read('.certvigil/event-log.json')).toBeNull();
  });

  it('sends tests with --now and --send, and records nothing', async () => {
    const scan = await counted('scan', '--now', '2031-03-10', '--send', '--format', 'json');
    expect(scan.requests).toBe(2);
    const keys = parseReport(scan).events.map(({ data }) => [data.test, data.alert_key.endsWith('/test')]);
    expect(new Set(keys.map(String))).toEqual(new Set(['true,true']));
    expect(await files.read('.certvigil/event-log.json')).toBeNull();
  });

  it('stops if the clock is more than a day before the last scan', async () => {
    await counted('scan', ...buildTimeOptions(5, 'clock.json'));
    const before = await files.read('clock.json');
    const scan = await counted('scan', ...buildTimeOptions(3, 'clock.json'));
    expect(scan).toMatchObject({ status: 3, requests: 0 });
    expect(scan.stderr).toContain('clock-went-back');
    expect(await files.read('clock.json')).toBe(before);
  });

  it('says after a gap for how long no scan ran, although no rule selects it', async () => {
    await counted('scan', ...buildTimeOptions(0, 'gap.json'));
    const { stderr } = await counted('scan', ...buildTimeOptions(19, 'gap.json'));
    expect(stderr).toContain('warning[scan-stale]: No certificate was checked for 19 days');
  });

  it('writes a file for each --report', async () => {
    const reports = ['--report', 'json=out.json', '--report', 'markdown=out.md'];
    const { status } = await run('scan', '--dry-run', ...reports, ...buildTimeOptions());
    expect(status).toBe(1);
    parseReport({ status, stdout: (await files.read('out.json')) ?? '', stderr: '' });
    expect(await files.read('out.md')).toMatch(/^## 🔴 Certificates: 1 expired, 1 critical, 1 unknown\n/u);
  });

  it.each([
    ['scan', ['json=log.json'], 'the json report would overwrite the event log, log.json'],
    ['scan', ['markdown=linked.yaml'], 'the markdown report would overwrite the manifest, linked.yaml'],
    ['digest', ['json=a', 'markdown=./a'], 'the markdown report would overwrite the json report, ./a'],
  ])('%s rejects --report %j before it reads or sends anything', async (command, reports, message) => {
    await using own = await createWorkspace({
      'certvigil.yaml': 'version: 1\ncertificates: [{ name: a, expires: 2031-01-01 }]\n',
    });
    await symlink('certvigil.yaml', own.at('linked.yaml'));
    const argv = [command, ...reports.flatMap((report) => ['--report', report]), ...buildTimeOptions()];
    const { status, stdout, stderr } = await runCli(argv, { cwd: own.root });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `certvigil: error[report-path-conflict]: ${message}\n  = help: Use another file for the report.\n`,
    });
    expect(await own.read('certvigil.yaml')).toMatch(/^version: 1\n/);
    expect(await own.read('log.json')).toBeNull();
  });

  it('does everything else before it fails for an unwritable --report', async () => {
    const { status, stdout, stderr } = await run(
      'scan',
      '--dry-run',
      '--report',
      'json=certvigil.yaml/report.json',
      ...buildTimeOptions(),
    );
    expect(status).toBe(3);
    expect(stdout).toContain('2 events would fire');
    expect(stderr).toContain(
      'error[report-unwritable]: the json report could not be written to certvigil.yaml/report.json: part of the path is a file, not a directory\n',
    );
  });
});
