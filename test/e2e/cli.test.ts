import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLEAN_ENV, CLI, createWorkspace, NODES, runCli } from './certvigil.ts';
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
  it.each(NODES)('tells its version on %s', async (_, node) => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await runCli(['--version'], { cwd: files.root, node })).toEqual({
      status: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it('tells its commands where none is given', async () => {
    const { status, stdout, stderr } = await run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Usage: certvigil COMMAND [OPTION...]');
    expect((await run('--help')).stdout).toBe(stdout);
  });

  it.each<[argv: string, message: string, help: string]>([
    ['scna', 'there is no command scna', 'Did you mean scan?'],
    ['frobnicate', 'there is no command frobnicate', 'There are: scan, validate'],
    ['digest x', 'digest takes no x', 'See: certvigil digest --help'],
    ['forecast x', 'forecast takes no x', 'See: certvigil forecast --help'],
    ['forecast --months 0', '--months 0 is not a number of months', 'Write a whole number from 1 to 120'],
    ['forecast --months soon', '--months soon is not a number of months', 'Write a whole number from 1 to 120'],
    ['inspect', 'inspect needs something to look at', 'Write a file, host:port, a URL'],
    ['log', 'log needs to know what to do', 'Write `log list` or `log clear`.'],
    ['-m x scan', '-m stands before the command', 'Write the command first'],
    ['scan --dryrun', 'scan has no option --dryrun', 'Did you mean --dry-run?'],
    ['scan --frobnicate', 'scan has no option --frobnicate', 'See: certvigil scan --help'],
    ['scan shop', 'scan takes no shop', 'See: certvigil scan --help'],
    ['scan --only', '--only needs a value', 'Write --only GLOB.'],
    ['scan --only=', '--only needs a value', 'Write --only GLOB.'],
    ['scan --only a --only b', '--only is written twice', 'Write it once.'],
    ['scan --quiet=yes', '--quiet takes no value', 'Write --quiet alone.'],
    ['scan --format xml', '--format cannot be xml', 'It is one of: text, json.'],
    ['scan --fail-on bad', '--fail-on cannot be bad', 'It is one of: never, warning, critical, expired.'],
    ['scan --now 2031-02-30', '--now 2031-02-30 is not a time', 'Write an ISO 8601 date or time'],
    ['scan --report report.json', '--report report.json does not say what goes where', 'Write KIND=FILE'],
    ['scan --report html=x', 'unknown report kind "html"', 'Use one of: json, markdown.'],
    ['test', 'test needs one name, and got 0', 'Write: certvigil test NAME'],
    ['render a b', 'render needs one name, and got 2', 'Write: certvigil render NAME'],
    ['test shop --days-remaining soon', '--days-remaining soon is not a number of days', 'Write a whole number'],
    ['log list --event expired', '--event expired is not an event', 'Did you mean certificate.expired?'],
    ['log clear --now 2031-03-10', '--now would be recorded', 'Name the event log with --event-log too'],
  ])('refuses "%s"', async (argv, message, help) => {
    const { status, stdout, stderr, requests } = await counted(...argv.split(' ').filter((word) => word !== ''));
    expect({ status, stdout, requests }).toEqual({ status: 2, stdout: '', requests: 0 });
    expect(stderr).toContain(`certvigil: error[usage]: ${message}`);
    expect(stderr).toContain(`  = help: ${help}`);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });

  // Only Linux has a device that is always full.
  it.runIf(existsSync('/dev/full')).each(NODES)(
    'says that its output is lost, and does all else, on %s',
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
          /^certvigil: error\[output-unwritable\]: standard output could not be written: there is no space left\n {2}= help: .*\n$/,
        ),
      });
      expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ version: 1, dry_run: true });
    },
  );

  it('is not troubled by a reader that has seen enough', async () => {
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

  it.each(NODES)('gives a reader that is slow all of it, and its status, on %s', async (_, node) => {
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
      // More is read only after others had their turn, so that the pipe is full meanwhile.
      await setImmediate();
    }
    expect(stdout.length).toBeGreaterThan(10_000_000);
    expect(JSON.parse(stdout).certificates).toHaveLength(10_000);
    expect(await ended).toBe(1);
  });
});

describe('validate', () => {
  it('says on standard output what is wrong, and ends with 0 where it is only a warning', async () => {
    const { status, stdout, stderr } = await run('validate');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^certvigil\.yaml:5:\d+: warning\[glob-no-match\]: No file matches "certs\/lost\.pem"/m);
    expect(stdout).toMatch(
      /^certvigil\.yaml:13:\d+: warning\[unused-webhook\]: No rule sends to the webhook "unused"/m,
    );
    expect(stdout).toContain('certvigil.yaml: valid; certificates: 4, rules: 1, webhooks: 2\n0 errors, 2 warnings\n');
  });

  it('answers as JSON, with each problem at its place', async () => {
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

  it('checks every file that it is given, also beside one that is not there', async () => {
    await files.write('broken.yaml', 'version: 2\n');
    const { status, stdout, stderr } = await run('validate', 'nope.yaml', 'broken.yaml', 'certvigil.yaml');
    expect(status).toBe(2);
    expect(stderr).toContain('error[manifest-not-found]: Manifest nope.yaml not found.');
    expect(stdout).toContain('broken.yaml:1:10: error[unsupported-version]');
    expect(stdout).toContain('certvigil.yaml: valid');

    const json = JSON.parse((await run('validate', '--format', 'json', 'nope.yaml', 'certvigil.yaml')).stdout);
    expect(json).toMatchObject({ valid: false, errors: 1, files: ['certvigil.yaml'] });
  });

  it.each(['certvigil.yaml', 'certvigil.yml', '.github/certvigil.yaml', '.github/certvigil.yml'])(
    'finds %s',
    async (name) => {
      // Paths of a manifest in .github are relative to the folder above it.
      await using found = await createWorkspace({
        [name]: 'version: 1\ncertificates: [{ name: a, file: a.pem }]\n',
        'a.pem': '',
      });
      const { status, stdout } = await runCli(['validate'], { cwd: found.root });
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: `${name}: valid; certificates: 1, rules: 0, webhooks: 0\n`,
      });
    },
  );
});

describe('scan', () => {
  it('prints a table of what there is and what was done, the worst first', async () => {
    const { status, stdout, stderr } = await run('scan', ...buildTimeOptions(0, 'table.json'));
    expect(status).toBe(0);
    // Where and what the table has is golden elsewhere; here is that it is one and that it is on the right stream.
    expect(
      stdout
        .split('\n')
        .slice(0, 5)
        .map((line) => line.split(/ {2,}/).slice(0, 3).join(' | ')),
    ).toEqual([
      'STATUS | DAYS | CERTIFICATE',
      'expired | -10 | legacy',
      'critical | 13 | shop',
      'unknown | - | lost',
      'ok | 300 | wiki',
    ]);
    expect(stdout).toContain('2 events fired, 0 suppressed. 2 deliveries sent, 0 failed.');
    expect(stderr).toMatch(/^certvigil\.yaml:5:/);
  });

  it('prints nothing with --quiet but what failed', async () => {
    const { status, stdout, stderr } = await run('scan', '--quiet', ...buildTimeOptions(0, 'table.json'));
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toMatch(/^certvigil: warning\[file-not-found\]: lost could not be read at certs\/lost\.pem: .*\n$/);
    expect(await run('scan', '--quiet', '--only', 'wiki', ...buildTimeOptions(0, 'table.json'))).toEqual({
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
    ['never', '*', 0],
    ['expired', 'legacy', 1],
    ['expired', 'shop', 0],
    ['critical', 'shop', 1],
    ['critical', 'lost', 1],
    ['critical', 'wiki', 0],
    ['warning', 'wiki', 0],
    ['warning', 'shop', 1],
  ])('--fail-on %s over %s ends with %i', async (failOn, only, status) => {
    const outcome = await run('scan', '--dry-run', '--fail-on', failOn, '--only', only, ...buildTimeOptions());
    expect(outcome.status).toBe(status);
  });

  it('--fail-on gives way to a failed delivery', async () => {
    const { status } = await runCli(['scan', '--fail-on', 'warning', ...buildTimeOptions(0, 'failed.json')], {
      cwd: files.root,
    });
    expect(status).toBe(3);
  });

  it('--dry-run sends and writes nothing, needs no secret, and keeps each reason', async () => {
    const before = receiver.requests.length;
    const args = ['scan', '--dry-run', '--format', 'json'];
    const first = await runCli([...args, ...buildTimeOptions(0, 'dry.json')], { cwd: files.root });
    expect(first.status).toBe(0);
    const report = parseReport(first);
    expect(report.dry_run).toBe(true);
    expect(report.deliveries.map(({ status, reason }) => [status, reason])).toEqual([
      ['due', 'first'],
      ['due', 'first'],
    ]);
    expect(await files.read('dry.json')).toBeNull();

    const kept = await files.read('table.json');
    const second = parseReport(await runCli([...args, ...buildTimeOptions(0.1, 'table.json')], { cwd: files.root }));
    expect(second.deliveries.map(({ status, reason }) => [status, reason])).toEqual([
      ['suppressed', 'cooldown'],
      ['suppressed', 'cooldown'],
    ]);
    expect(await files.read('table.json')).toBe(kept);
    expect(receiver.requests).toHaveLength(before);
  });

  it('--ignore-cooldown tells again', async () => {
    expect(await counted('scan', ...buildTimeOptions(0.1, 'table.json'))).toMatchObject({ status: 0, requests: 0 });
    expect(await counted('scan', '--ignore-cooldown', ...buildTimeOptions(0.1, 'table.json'))).toMatchObject({
      status: 0,
      requests: 2,
    });
  });

  it('--only covers what matches and touches nothing else', async () => {
    const covered = await counted('scan', '--only', 'sh*', '--format', 'json', ...buildTimeOptions(0, 'only.json'));
    expect(parseReport(covered).certificates.map(({ certificate }) => certificate)).toEqual(['shop']);
    expect(covered.requests).toBe(1);
    const log = JSON.parse((await files.read('only.json')) ?? '');
    expect(Object.keys(log.places)).toEqual(['shop']);
  });

  it('--only that matches nothing is a mistake', async () => {
    const { status, stdout, stderr } = await run('scan', '--only', 'shpo', ...buildTimeOptions(0, 'only.json'));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(
      'error[only-matches-nothing]: no certificate in certvigil.yaml has a name that matches shpo',
    );
  });

  it('names the rule whose condition cannot be answered', async () => {
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
    expect(stdout).toContain('Rule production: The condition on "labels.env" does not hold');
    expect(stdout).toContain('1 no matching rule: expiry_warning');
  });

  it('--now records only where --event-log is given too', async () => {
    const scan = await counted('scan', '--now', '2031-03-10');
    expect(scan).toMatchObject({ status: 0, requests: 2 });
    expect(scan.stderr).toContain('Not recorded: --now without --event-log leaves the event log alone.');
    expect(await files.read('.certvigil/event-log.json')).toBeNull();
  });

  it('--report writes each kind to its file', async () => {
    const reports = ['--report', 'json=out.json', '--report', 'markdown=out.md'];
    const { status } = await run('scan', '--dry-run', ...reports, ...buildTimeOptions());
    expect(status).toBe(0);
    parseReport({ status, stdout: (await files.read('out.json')) ?? '', stderr: '' });
    expect(await files.read('out.md')).toMatch(/^## 🔴 Certificates: 1 expired, 1 critical, 1 unknown\n/u);
  });

  it.each([
    ['scan', ['json=log.json'], 'the json report would be written over the event log, log.json'],
    ['scan', ['markdown=linked.yaml'], 'the markdown report would be written over the manifest, linked.yaml'],
    ['digest', ['json=a', 'markdown=./a'], 'the markdown report would be written over the json report, ./a'],
  ])('%s --report %s is refused before anything is read or sent', async (command, reports, message) => {
    await using own = await createWorkspace({
      'certvigil.yaml': 'version: 1\ncertificates: [{ name: a, expires: 2031-01-01 }]\n',
    });
    await symlink('certvigil.yaml', own.at('linked.yaml'));
    const argv = [command, ...reports.flatMap((report) => ['--report', report]), ...buildTimeOptions()];
    const { status, stdout, stderr } = await runCli(argv, { cwd: own.root });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `certvigil: error[usage]: ${message}\n  = help: Give the report a file of its own.\n`,
    });
    expect(await own.read('certvigil.yaml')).toMatch(/^version: 1\n/);
    expect(await own.read('log.json')).toBeNull();
  });

  it('--report that cannot be written is an error, after all else is done', async () => {
    const { status, stdout, stderr } = await run(
      'scan',
      '--dry-run',
      '--report',
      'json=no/such/folder.json',
      ...buildTimeOptions(),
    );
    expect(status).toBe(3);
    expect(stdout).toContain('2 events would fire');
    expect(stderr).toContain(
      'error[report-unwritable]: the json report could not be written to no/such/folder.json: a part of the path does not exist\n',
    );
  });
});
