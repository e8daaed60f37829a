import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PLACEHOLDER_ACTION, readActionReference } from '../../src/app/init/action-reference.ts';
import { lintWorkflow } from '../helpers/workflow-lint.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { createCertificateWithDaysLeft } from './environment.ts';

const VALIDATE = '.github/workflows/certvigil-validate.yml';
const SCAN = '.github/workflows/certvigil-scan.yml';
const HALF_A_YEAR = 180;
/** A clone from GitHub knows its account, such as that of CI. */
const HAS_PLACEHOLDER = readActionReference() === PLACEHOLDER_ACTION;
const ISSUES = 'version: 1\ncertificates: [{ name: a, expires: 2099-01-01 }]\nissues: {}\n';

const certificate = async (name: string) =>
  (await createCertificateWithDaysLeft(HALF_A_YEAR, name, Date.now())).certificate;

/** A repository with certificates, private keys, test data and third-party packages. */
async function repository(): Promise<Workspace> {
  const shop = await createCertificateWithDaysLeft(HALF_A_YEAR, 'shop.corp.internal', Date.now());
  const files = await createWorkspace({
    'shop.pem': shop.certificate,
    'shop-key.pem': shop.privateKeyPem,
    'certs/a.crt': await certificate('a.corp.internal'),
    'certs/b.crt': await certificate('b.corp.internal'),
    'certs/c.crt': await certificate('c.corp.internal'),
    'certs/notes.txt': 'certificates of the cluster\n',
    'odd/we ird: #1.pem': await certificate('odd.corp.internal'),
    'tests/old.pem': await certificate('old.corp.internal'),
    'node_modules/some/ca.pem': await certificate('ca.corp.internal'),
    'ignored/local.pem': await certificate('local.corp.internal'),
    '.gitignore': 'ignored/\n',
  });
  const git = (...args: string[]) => execFileSync('git', args, { cwd: files.root, stdio: 'ignore' });
  git('init', '--quiet');
  git('remote', 'add', 'origin', 'https://github.com/acme/site.git');
  return files;
}

describe('init', () => {
  it('writes a valid manifest and two valid workflows', async () => {
    await using files = await repository();
    const { status, stdout, stderr } = await runCli(['init', '--endpoint', 'shop.example.com:8443'], {
      cwd: files.root,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Wrote       certvigil.yaml');
    expect(stdout).toMatch(/a private key: shop-key\.pem/);
    expect(stdout).toMatch(/\n {2}old: tests\/old\.pem, a test certificate, expires on /);
    expect(stdout).toMatch(/Next steps:\n {2}1\. /);
    const replace = `Replace <OWNER> with the account that hosts the action: ${VALIDATE}, ${SCAN}`;
    expect(stdout.includes(replace)).toBe(HAS_PLACEHOLDER);

    const manifest = parse((await files.read('certvigil.yaml')) ?? '');
    expect(manifest.certificates).toEqual([
      { name: 'shop', file: 'shop.pem' },
      { name: 'certs', file: 'certs/*.crt' },
      { name: 'we-ird-1', file: 'odd/we ird: #1.pem' },
      { name: 'old', kind: 'fixture', file: 'tests/old.pem' },
      { name: 'shop.example.com-8443', endpoint: 'shop.example.com:8443' },
    ]);
    const validated = await runCli(['validate'], { cwd: files.root });
    expect(validated).toMatchObject({ status: 0, stderr: '' });
    expect(validated.stdout).toContain('certvigil.yaml is valid: 5 certificates, 2 rules, 0 webhooks\n');
    for (const file of [VALIDATE, SCAN]) {
      const warning = new RegExp(`^${file}:\\d+:15: warning\\[action-placeholder\\]`, 'm');
      expect(warning.test(validated.stdout)).toBe(HAS_PLACEHOLDER);
    }
    for (const file of [VALIDATE, SCAN]) expect(await lintWorkflow((await files.read(file)) ?? '', file)).toEqual([]);
  });

  it('writes a manifest that a scan reads without failures', async () => {
    await using files = await repository();
    await runCli(['init'], { cwd: files.root });
    const { status, stdout } = await runCli(['scan', '--dry-run', '--format', 'json'], { cwd: files.root });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).summary).toMatchObject({ certificates: 6, unknown: 0 });
  });

  it('writes the same files each time, with an example entry if nothing was found', async () => {
    const texts = async () => {
      await using files = await createWorkspace({
        '.git/config': '[remote "origin"]\n\turl = git@github.com:acme/site.git\n',
      });
      const { status, stdout } = await runCli(['init'], { cwd: files.root });
      expect(status).toBe(0);
      expect(stdout).toContain('No certificates found');
      expect((await runCli(['validate'], { cwd: files.root })).stdout).toMatch(/ is valid: 1 certificate,/);
      return Promise.all(['certvigil.yaml', VALIDATE, SCAN].map((file) => files.read(file)));
    };
    expect(await texts()).toEqual(await texts());
  });

  it('searches a directory that is not a repository', async () => {
    await using files = await createWorkspace({
      'a.pem': await certificate('a.corp.internal'),
      'node_modules/ca.pem': await certificate('ca.corp.internal'),
    });
    await runCli(['init'], { cwd: files.root });
    expect(parse((await files.read('certvigil.yaml')) ?? '').certificates).toEqual([{ name: 'a', file: 'a.pem' }]);
  });

  it('writes a commented notification section that is valid when uncommented', async () => {
    await using files = await createWorkspace({});
    await runCli(['init'], { cwd: files.root });
    const text = ((await files.read('certvigil.yaml')) ?? '').replace(
      /^# (?=(webhooks|rules|settings|- | {2,}\S))/gm,
      '',
    );
    await files.write('certvigil.yaml', text);
    expect((await runCli(['validate'], { cwd: files.root })).stdout).toContain(
      'certvigil.yaml is valid: 1 certificate, 2 rules, 1 webhook\n',
    );
    expect((await runCli(['render', 'slack'], { cwd: files.root })).stdout).toContain('example');
  });
});

describe('init with existing files', () => {
  it('never changes them, and lists them', async () => {
    await using files = await createWorkspace({ [SCAN]: 'mine\n', 'certvigil.yml': 'version: 1\ncertificates: []\n' });
    const { status, stdout } = await runCli(['init'], { cwd: files.root });
    expect(status).toBe(0);
    expect(stdout).toContain('Skipped     certvigil.yml: already exists\n');
    expect(stdout).toContain(`Skipped     ${SCAN}: already exists\n`);
    expect(stdout).toContain(`Wrote       ${VALIDATE}`);
    expect(await files.read(SCAN)).toBe('mine\n');
    expect(await files.read('certvigil.yml')).toBe('version: 1\ncertificates: []\n');
    expect(await files.read('certvigil.yaml')).toBeNull();
    expect(parse((await files.read(VALIDATE)) ?? '').on.pull_request.paths).toEqual([
      'certvigil.yml',
      '.github/workflows/certvigil-*.yml',
    ]);

    const again = await runCli(['init'], { cwd: files.root });
    expect(again.status).toBe(2);
    expect(again.stdout).toContain('Nothing was written because all files exist.');
  });

  it('passes the secrets of an existing manifest to the workflow', async () => {
    await using files = await createWorkspace({
      'ops/watch.yaml': `version: 1
certificates: [{ name: a, expires: 2099-01-01 }]
webhooks: { chat: { url: "\${CHAT_URL}" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
`,
    });
    const { stdout } = await runCli(['init', '--manifest', 'ops/watch.yaml'], { cwd: files.root });
    expect(stdout).toContain('Add the secret to the repository: gh secret set CHAT_URL');
    const step = parse((await files.read(SCAN)) ?? '').jobs.scan.steps.at(-1);
    expect(step).toMatchObject({
      with: { manifest: 'ops/watch.yaml' },
      env: { CHAT_URL: `\${{ secrets.CHAT_URL }}` },
    });
  });

  it('reports the errors of an existing manifest and writes nothing', async () => {
    await using files = await createWorkspace({
      'certvigil.yaml': 'version: 1\ncertificates: [{ name: a, expire: 2099-01-01 }]\nissues: {}\n',
    });
    const { status, stdout, stderr } = await runCli(['init'], { cwd: files.root });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('certvigil.yaml:2:27: error[unknown-key]');
    expect(stderr).toContain('nothing was done');
    expect([await files.read(SCAN), await files.read(VALIDATE)]).toEqual([null, null]);
  });

  it('recognizes workflows under other names, including calls of the reusable workflow', async () => {
    const other = '.github/workflows/certificates.yaml';
    const called =
      'jobs: { a: { uses: acme/certvigil/.github/workflows/certvigil.yml@v0, with: { command: validate } } }\n';
    await using files = await createWorkspace({
      [other]: 'jobs: { a: { steps: [{ run: true }, { uses: acme/certvigil@0123456 }] } }\n',
      '.github/workflows/check.yml': called,
      '.github/workflows/broken.yml': 'jobs: [: {\n',
      '.github/workflows/not-ours.yml': 'jobs: { a: { steps: [{ uses: acme/not-certvigil@v0 }] } }\n',
    });
    const { status, stdout } = await runCli(['init'], { cwd: files.root });
    expect(status).toBe(0);
    expect(stdout).toContain(`Skipped     ${other}: already exists\n`);
    expect(stdout).toContain('Skipped     .github/workflows/check.yml: already exists\n');
    expect([await files.read(SCAN), await files.read(VALIDATE)]).toEqual([null, null]);
  });

  it('does not take a digest workflow for a scan workflow', async () => {
    const digest = '.github/workflows/digest.yml';
    await using files = await createWorkspace({
      [digest]: 'jobs: { a: { steps: [{ uses: acme/certvigil@v0, with: { command: digest } }] } }\n',
    });
    const { stdout } = await runCli(['init'], { cwd: files.root });
    expect(stdout).not.toContain(digest);
    expect(parse((await files.read(SCAN)) ?? '').jobs).toHaveProperty('scan');
  });

  it('validates pull requests strictly', async () => {
    await using files = await createWorkspace({ 'certvigil.yaml': ISSUES });
    await runCli(['init'], { cwd: files.root });
    const { jobs } = parse((await files.read(VALIDATE)) ?? '');
    expect(jobs.validate.steps.at(-1).with).toMatchObject({ command: 'validate', strict: true });
  });

  it('calls a heartbeat monitor, whose URL is in no file', async () => {
    await using files = await repository();
    const url = 'https://hc.example/0123456789abcdef';
    const { status, stdout } = await runCli(['init', '--heartbeat', url], { cwd: files.root });
    expect(status).toBe(0);
    expect(stdout).toContain('gh secret set HEARTBEAT_URL');
    expect(stdout).not.toContain('settings.heartbeat_url');
    const manifest = (await files.read('certvigil.yaml')) ?? '';
    expect(parse(manifest).settings.heartbeat_url).toBe(`\${HEARTBEAT_URL}`);
    const scan = (await files.read(SCAN)) ?? '';
    expect(parse(scan).jobs.scan.steps.at(-1).env).toEqual({ HEARTBEAT_URL: `\${{ secrets.HEARTBEAT_URL }}` });
    expect(manifest + scan + stdout).not.toContain(url);
    const { stdout: valid } = await runCli(['validate'], { cwd: files.root });
    expect(valid).not.toContain('heartbeat-missing');
  });

  it('names a heartbeat monitor as a next step, which validate repeats', async () => {
    await using files = await repository();
    expect((await runCli(['init'], { cwd: files.root })).stdout).toContain('Set settings.heartbeat_url to a monitor');
    expect((await runCli(['validate'], { cwd: files.root })).stdout).toContain('heartbeat-missing');
  });

  it.each([
    [['--heartbeat', 'A', '--slack', 'A'], '--slack and --heartbeat have the same variable A'],
    [['--heartbeat', 'GITHUB_TOKEN'], 'invalid value for --heartbeat'],
    [['--heartbeat', 'A', '--organization'], '--organization only goes with receivers'],
  ])('rejects %j', async (options, message) => {
    await using files = await createWorkspace({});
    expect(await runCli(['init', ...options], { cwd: files.root })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(message),
    });
  });

  const FILES = 'certificates: [{ name: a, file: "certs/*.pem" }]\n';
  const KEYS = 'policies: [{ name: keys, min_key_size: 3072 }]\n';
  const changes = ['certvigil.yaml', SCAN, 'certs/a.pem', 'certs/.b.pem', 'k8s/ingress.yaml', '.env', 'README.md'];

  it.each([
    ['that change a file it names', FILES, changes.slice(0, 4)],
    ['without exception if it has policies on files', FILES + KEYS, changes],
    ['that change a file it names if it has policies on servers only', ISSUES + KEYS, changes.slice(0, 2)],
    ['without exception if it has discovery', `${ISSUES}discovery: { domains: [example.com] }\n`, changes],
  ])('validates the manifest on pull requests %s', async (_, manifest, expected) => {
    await using files = await createWorkspace({
      'certvigil.yaml': `${manifest.includes('version') ? '' : 'version: 1\n'}${manifest}`,
      'certs/a.pem': await certificate('a.corp.internal'),
    });
    await runCli(['init'], { cwd: files.root });
    const { on } = parse((await files.read(VALIDATE)) ?? '');
    expect(changes.filter((file) => startsWorkflow(on.pull_request?.paths, file))).toEqual(expected);
  });

  it.each([true, false])('grants access to issues if a rule that opens them is enabled: %j', async (enabled) => {
    await using files = await createWorkspace({
      'certvigil.yaml': `version: 1
certificates: [{ name: a, expires: 2099-01-01 }]
rules: [{ name: tickets, enabled: ${enabled}, events: [certificate.*], actions: [{ issue: {} }] }]
`,
    });
    await runCli(['init'], { cwd: files.root });
    const { permissions, jobs } = parse((await files.read(SCAN)) ?? '');
    expect(JSON.stringify([permissions, jobs.scan.permissions]).includes('"issues":"write"')).toBe(enabled);
  });

  it('does not write through a dangling link', async () => {
    await using files = await createWorkspace({});
    await symlink('/nonexistent/elsewhere.yaml', files.at('certvigil.yaml'));
    const { status, stderr } = await runCli(['init'], { cwd: files.root });
    expect(status).toBe(2);
    expect(stderr).toContain('error[init-unwritable]');
  });
});

describe('init options and errors', () => {
  it('--dry-run prints the files and writes none', async () => {
    await using files = await repository();
    const { status, stdout } = await runCli(['init', '--dry-run'], { cwd: files.root });
    expect(status).toBe(0);
    expect(stdout).toContain(
      '# --- certvigil.yaml\n# yaml-language-server: $schema=https://unpkg.com/certvigil@0/schema/manifest.schema.json\n# The certificates that certvigil monitors',
    );
    expect(stdout).toContain(`Would write ${SCAN}`);
    expect(await files.read('certvigil.yaml')).toBeNull();
    const { stdout: json } = await runCli(['init', '--dry-run', '--format', 'json'], { cwd: files.root });
    const { files: planned, certificates, skipped, dry_run } = JSON.parse(json);
    expect(dry_run).toBe(true);
    expect(planned.map(({ path, status: one }: Record<string, string>) => [path, one])).toEqual([
      ['certvigil.yaml', 'written'],
      [VALIDATE, 'written'],
      [SCAN, 'written'],
    ]);
    expect(certificates).toHaveLength(4);
    expect(skipped).toContainEqual({ path: 'shop-key.pem', reason: 'a private key' });
  });

  it('--dashboard publishes a page after each scan, but changes no existing workflow', async () => {
    await using files = await createWorkspace({});
    const first = await runCli(['init', '--dashboard'], { cwd: files.root });
    expect(first.stdout).toContain(`Wrote       ${SCAN}: scans daily, and publishes a dashboard, at `);
    expect(first.stdout).toContain('Enable GitHub Pages (Settings > Pages > Source: GitHub Actions)');
    expect(await files.read(SCAN)).toContain('            html=site/index.html\n');
    const second = await runCli(['init', '--dashboard'], { cwd: files.root });
    expect(second.status).toBe(2);
    expect(second.stdout).toContain(`The dashboard is not published: ${SCAN} exists.`);
  });

  it('--action names the action in both workflows', async () => {
    await using files = await createWorkspace({});
    await runCli(['init', '--action', 'acme/certvigil@v2'], { cwd: files.root });
    for (const file of [VALIDATE, SCAN]) expect(await files.read(file)).toContain('uses: acme/certvigil@v2\n');
  });

  it.each([
    [['--endpoint', 'ldaps://shop.example.com/'], 'Use shop.example.com.'],
    [['--action', 'certvigil'], 'Use OWNER/REPOSITORY@REF'],
    [['--manifest', '../elsewhere.yaml'], 'Use a path in this repository.'],
    [['--manifest', 'absent/'], 'Name a file that ends in .yaml to create it.'],
  ])('init %s fails before anything is written', async (args, hint) => {
    await using files = await createWorkspace({});
    const { status, stderr } = await runCli(['init', ...args], { cwd: files.root });
    expect(status).toBe(2);
    expect(stderr).toContain(hint);
    expect(await files.read('certvigil.yaml')).toBeNull();
    expect(await files.read(SCAN)).toBeNull();
  });

  it('creates the manifest that --manifest names, with paths relative to it', async () => {
    const text = await certificate('shop.corp.internal');
    await using files = await createWorkspace({ 'certs/a.pem': text, 'watch/b.pem': text });
    const { status, stdout } = await runCli(['init', '-m', 'watch/our certs.yaml'], { cwd: files.root });
    expect(status).toBe(0);
    expect(stdout).toContain("certvigil validate -m 'watch/our certs.yaml'\n");
    expect(stdout).toContain("git add 'watch/our certs.yaml' .github/");
    const manifest = parse((await files.read('watch/our certs.yaml')) ?? '');
    expect(manifest.certificates).toMatchObject([{ file: ['../certs/a.pem', 'b.pem'] }]);
    expect(parse((await files.read(SCAN)) ?? '').jobs.scan.steps.at(-1).with).toEqual({
      manifest: 'watch/our certs.yaml',
    });
    const validated = await runCli(['validate', '-m', 'watch/our certs.yaml'], { cwd: files.root });
    expect(validated.stdout).toContain('is valid: 1 certificate');
  });

  it('says that hosts in private domains are not monitored', async () => {
    await using files = await createWorkspace({
      'hosts.conf': 'server { server_name wiki.acme.corp; listen 443 ssl; }\n',
    });
    const { stdout } = await runCli(['init'], { cwd: files.root });
    expect(stdout).toContain('\nNot monitored:\n  hosts in private domains, such as .internal or .corp: name yours in');
    await using others = await createWorkspace({});
    expect((await runCli(['init'], { cwd: others.root })).stdout).not.toContain('private domains');
  });

  it('rejects --endpoint if there is a manifest', async () => {
    await using files = await createWorkspace({ 'certvigil.yaml': 'version: 1\n' });
    const { status, stderr } = await runCli(['init', '--endpoint', 'a.example.com'], { cwd: files.root });
    expect(status).toBe(2);
    expect(stderr).toContain('Add the endpoint to it.');
  });

  it('names the repository root if it runs below it', async () => {
    await using files = await repository();
    const { status, stderr } = await runCli(['init'], { cwd: files.at('certs') });
    expect(status).toBe(2);
    expect(stderr).toContain('error[not-at-repository-root]');
    expect(stderr).toContain('(cd ..)');
  });

  it.each(['.github', '.github/workflows'])('reports a file instead of %s without a stack trace', async (name) => {
    await using files = await createWorkspace({ [name]: 'a file\n' });
    const { status, stderr } = await runCli(['init'], { cwd: files.root });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^certvigil: error\[init-unwritable\]: .*: part of the path is a file.*\n {2}= help: .*\n$/);
  });
});

/**
 * Whether GitHub starts a workflow with these path filters for a change of this file: the last filter that matches wins
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet).
 */
function startsWorkflow(filters: readonly string[] | undefined, file: string): boolean {
  const options = { dot: true, nobrace: true, noext: true, nonegate: true, nocomment: true };
  const last = filters?.findLast((one) => minimatch(file, one.replace(/^!/, ''), options));
  return filters === undefined || (last !== undefined && !last.startsWith('!'));
}
