/** `certvigil init --organization` and `init --central`: what they write, and that it works together. */

import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import type { components } from '@octokit/openapi-types';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { computeDailyCron } from '../../src/app/init/workflow-templates.ts';
import { createPullRequest } from '../helpers/git.ts';
import { lintAction, lintWorkflow } from '../helpers/workflow-lint.ts';
import { createWorkspace, type Outcome, runCli, type Workspace } from './certvigil.ts';
import { runStep } from './step.ts';

const CENTRAL_WORKFLOWS = ['scan', 'validate', 'overview'].map((name) => `.github/workflows/${name}.yml`);
const ACTION = ['--action', 'acme/certvigil@v0'];

async function createClone(repository: string): Promise<Workspace> {
  const files = await createWorkspace({});
  const git = (...args: string[]) => execFileSync('git', args, { cwd: files.root, stdio: 'ignore' });
  git('init', '--quiet', '--initial-branch', 'main');
  git('remote', 'add', 'origin', `https://github.com/${repository}.git`);
  return files;
}

const init = (files: Workspace, ...args: string[]): Promise<Outcome> => runCli(['init', ...args], { cwd: files.root });
const initOrganization = (files: Workspace, ...args: string[]) =>
  init(files, '--organization', '--slack', 'SLACK_WEBHOOK_URL', ...ACTION, ...args);
const read = async (files: Workspace, name: string) => (await files.read(name)) ?? '';

/** Runs the step of `shared/action.yml` as the runner does. */
async function putShared(central: Workspace, checkout: string): Promise<void> {
  const [step] = parse(await read(central, 'shared/action.yml')).runs.steps;
  const env = { PATH: process.env.PATH, GITHUB_ACTION_PATH: central.at('shared') };
  execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], { cwd: checkout, env });
}

describe('init --organization', () => {
  it.each([
    ['main', 'init --central acme/certs\n'],
    ['trunk', 'init --central acme/certs@trunk\n'],
  ])('refers to the branch %s, in the next steps, too', async (branch, command) => {
    await using central = await createClone('acme/certs');
    execFileSync('git', ['symbolic-ref', 'HEAD', `refs/heads/${branch}`], { cwd: central.root });
    expect((await initOrganization(central)).stdout).toContain(command);
  });

  it('writes a central repository whose files are valid', async () => {
    await using central = await createClone('acme/certs');
    const { status, stdout, stderr } = await initOrganization(central);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      /Wrote {7}shared\/certvigil\.yaml: .*\n[\s\S]*Next steps:\n {2}1\. Create the team @acme\/certvigil/,
    );
    expect(stdout).toContain('gh secret set SLACK_WEBHOOK_URL --org acme');
    for (const file of CENTRAL_WORKFLOWS)
      expect([file, await lintWorkflow(await read(central, file), file)]).toEqual([file, []]);
    expect(lintAction(await read(central, 'shared/action.yml'), 'action.yml')).toEqual([]);
    const validated = await runCli(['validate'], { cwd: central.root });
    expect(validated.stdout).toContain('certvigil.yaml is valid: 0 certificates, 1 rule, 1 webhook\n');
    expect(validated.stdout.match(/warning\[[a-z-]+\]/g)).toEqual(['warning[no-certificates]']);
  });

  it('gives the pull request no secret and the scan only those of receivers', async () => {
    await using central = await createClone('acme/certs');
    await initOrganization(central);
    expect(await read(central, CENTRAL_WORKFLOWS[1] ?? '')).not.toMatch(/secrets\.\w/);
    const [scan = '', overview = ''] = await Promise.all(
      [0, 2].map((index) => read(central, CENTRAL_WORKFLOWS[index] ?? '')),
    );
    expect(scan.match(/secrets\.\w+/g)).toEqual(['secrets.SLACK_WEBHOOK_URL']);
    expect(overview.match(/secrets\.\w+/g)).toEqual(['secrets.CERTVIGIL_APP_PRIVATE_KEY', 'secrets.SLACK_WEBHOOK_URL']);
    expect(parse(overview).jobs.overview.permissions).toEqual({ contents: 'read' });
  });

  it('pins third-party actions to commits', async () => {
    await using central = await createClone('acme/certs');
    await initOrganization(central);
    const texts = await Promise.all(CENTRAL_WORKFLOWS.map((file) => read(central, file)));
    const uses = texts.flatMap((text) => text.match(/uses: .*/g) ?? []);
    const others = uses.filter((one) => !/uses: acme\//.test(one));
    expect(others.length).toBeGreaterThan(4);
    for (const one of others) expect(one).toMatch(/^uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('writes a ruleset as the API expects it', async () => {
    await using central = await createClone('acme/certs');
    await initOrganization(central);
    const { rules, ...ruleset } = JSON.parse(await read(central, 'ruleset.json'));
    const expected: components['schemas']['repository-rule-workflows'] = {
      type: 'workflows',
      parameters: {
        do_not_enforce_on_create: true,
        workflows: [{ path: '.github/workflows/validate.yml', ref: 'refs/heads/main', repository_id: 0 }],
      },
    };
    expect(rules).toEqual([expected]);
    expect(ruleset).toMatchObject({ target: 'branch', enforcement: 'active' });
  });

  it('uses the artifacts and runners of a GitHub Enterprise Server with --ghes', async () => {
    await using central = await createClone('acme/certs');
    const { stdout } = await initOrganization(central, '--ghes');
    expect(stdout).toContain(
      'On GitHub Enterprise Server:\n  - Without GitHub Connect, mirror these actions with their tags: actions/checkout v6.0.2, actions/create-github-app-token v3.1.1, actions/upload-artifact v3.2.1-node20\n',
    );
    for (const file of CENTRAL_WORKFLOWS) {
      const text = await read(central, file);
      expect([file, await lintWorkflow(text, file)]).toEqual([file, []]);
      expect(text).not.toMatch(/artifact@\w+ # v[4-9]|ubuntu-latest|overwrite/);
    }
  });

  it('works without a receiver', async () => {
    await using central = await createClone('acme/certs');
    await init(central, '--organization', ...ACTION);
    for (const file of CENTRAL_WORKFLOWS)
      expect([file, await lintWorkflow(await read(central, file), file)]).toEqual([file, []]);
    expect((await runCli(['validate'], { cwd: central.root })).status).toBe(0);
    const overview = parse(await read(central, '.github/workflows/overview.yml'));
    expect(JSON.stringify(overview.jobs)).not.toContain('send-digest');
  });

  it('sends the digest by mail too, with the overview of Monday', async () => {
    await using central = await createClone('acme/certs');
    const mail = ['--email', 'ops@example.com', '--smtp', 'smtp.example.com:2525'];
    await initOrganization(central, ...mail);
    const { digest } = parse(await read(central, 'certvigil.yaml'));
    const { email } = parse(await read(central, 'shared/certvigil.yaml'));
    expect(digest).toEqual({ actions: [{ webhook: 'slack' }, { email: 'mail' }] });
    expect(email.mail).toMatchObject({ host: 'smtp.example.com', port: 2525, to: ['ops@example.com'] });
    expect((await runCli(['validate'], { cwd: central.root })).status).toBe(0);
    const { on, jobs } = parse(await read(central, '.github/workflows/overview.yml'));
    const monday = '43 6 * * 1';
    expect(on.schedule.map(({ cron }: { cron: string }) => cron)).toContain(monday);
    expect(JSON.stringify(jobs)).toContain(`github.event.schedule == '${monday}'`);
  });

  it.each([
    ['a repository alone', ACTION, '.github/workflows/certvigil-scan.yml'],
    ['a repository with a central one', ['--central', 'acme/certs'], '.github/workflows/certvigil.yml'],
  ])('lets %s scan at its own time of the night', async (_, more, workflow) => {
    const crons = new Set<string>();
    for (const name of ['acme/shop', 'acme/blog']) {
      await using files = await createClone(name);
      await init(files, ...more);
      const { schedule } = parse(await read(files, workflow)).on;
      expect(schedule).toEqual([{ cron: computeDailyCron(name) }]);
      crons.add(schedule[0].cron);
    }
    expect(crons.size).toBe(2);
  });

  it('never changes an existing file, and has a dry run', async () => {
    await using central = await createClone('acme/certs');
    const { stdout } = await initOrganization(central, '--dry-run', '--format', 'json');
    expect(JSON.parse(stdout).files.map(({ status }: { status: string }) => status)).toEqual(Array(8).fill('written'));
    expect(await central.read('certvigil.yaml')).toBeNull();
    await central.write('certvigil.yaml', 'mine\n');
    expect((await initOrganization(central)).stdout).toContain('Skipped     certvigil.yaml: already exists\n');
    expect(await central.read('certvigil.yaml')).toBe('mine\n');
    expect((await initOrganization(central)).status).toBe(2);
  });

  it.each([
    [['--organization', '--endpoint', 'shop.example'], '--organization only goes with'],
    [['--organization', '--central', 'acme/certs'], '--organization only goes with'],
    [['--central', 'acme/certs', '--slack', 'A'], '--central only goes with'],
    [['--central', 'acme'], 'invalid repository "acme" for --central'],
    [['--central', 'acme/a@../b'], 'invalid repository "acme/a@../b" for --central'],
  ])('rejects %j', async (args, message) => {
    await using files = await createWorkspace({});
    const { status, stderr } = await init(files, ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it('does not replace the code owners of a repository, which would no longer count', async () => {
    await using central = await createClone('acme/certs');
    await central.write('CODEOWNERS', '* @acme/platform\n');
    const { stdout } = await initOrganization(central);
    expect(await central.read('.github/CODEOWNERS')).toBeNull();
    expect(stdout).toContain('Next steps:\n  1. Add to CODEOWNERS: * @acme/certvigil\n');
  });

  it('needs to know its repository', async () => {
    await using files = await createWorkspace({});
    expect((await init(files, '--organization')).stderr).toContain('the repository of --organization is unknown');
  });
});

describe('init --central', () => {
  it('writes a manifest that uses the shared settings and receivers, and a workflow that calls the central one', async () => {
    await using central = await createClone('acme/certs');
    await initOrganization(central);
    await using member = await createClone('acme/shop');
    const { status, stdout } = await init(member, '--central', 'acme/certs', '--endpoint', 'shop.example.com');
    expect(status).toBe(0);
    expect(stdout).toContain('gh repo edit --add-topic certvigil');
    const workflow = await read(member, '.github/workflows/certvigil.yml');
    expect(await lintWorkflow(workflow, 'certvigil.yml')).toEqual([]);
    const { jobs } = parse(workflow);
    expect(jobs.validate).toEqual({
      if: "github.event_name == 'pull_request'",
      permissions: { contents: 'read' },
      uses: 'acme/certs/.github/workflows/validate.yml@main',
    });
    expect(await member.read('.github/CODEOWNERS')).toContain('/certvigil.yaml @acme/certvigil\n');

    await putShared(central, member.root);
    const validated = await runCli(['validate', '--strict'], { cwd: member.root });
    expect(validated).toMatchObject({ status: 0, stderr: '' });
    expect(validated.stdout).toContain('certvigil.yaml is valid: 1 certificate, 2 rules, 1 webhook\n');
    expect((await runCli(['render', 'slack'], { cwd: member.root })).stdout).toContain('shop.example.com');
  });

  it('says what existing files lack, as long as they do', async () => {
    await using member = await createClone('acme/shop');
    await member.write('certvigil.yml', 'version: 1\ncertificates: []\n');
    await member.write('.github/workflows/certvigil.yml', 'on: push\n');
    await member.write('CODEOWNERS', '* @acme/shop\n');
    const { status, stdout } = await init(member, '--central', 'acme/certs');
    expect(status).toBe(2);
    expect(stdout).toContain(
      'Next steps:\n  1. Add to certvigil.yml: include: [.certvigil-shared/certvigil.yaml]\n' +
        '  2. Add to .github/workflows/certvigil.yml: the jobs that call acme/certs, or delete it and run this again\n' +
        '  3. Add to CODEOWNERS: /.github/CODEOWNERS @acme/certvigil; /certvigil.yml @acme/certvigil; /.github/workflows/certvigil.yml @acme/certvigil\n',
    );
    await using done = await createClone('acme/pay');
    await init(done, '--central', 'acme/certs');
    expect((await init(done, '--central', 'acme/certs')).stdout).not.toContain('Next steps');
  });

  it('names the server of the remote', async () => {
    await using member = await createWorkspace({
      '.git/config': '[remote "origin"]\n\turl = git@github.example.com:acme/shop.git\n',
    });
    await init(member, '--central', 'acme/certs');
    expect(await read(member, 'certvigil.yaml')).toContain(
      'git clone --depth 1 https://github.example.com/acme/certs ',
    );
  });

  it('adds to existing code owners instead of replacing them', async () => {
    await using member = await createClone('acme/shop');
    await member.write('CODEOWNERS', '* @acme/shop\n');
    const { stdout } = await init(member, '--central', 'acme/certs@trunk');
    expect(stdout).toContain('Skipped     CODEOWNERS: already exists\n');
    expect(stdout).toContain('Add to CODEOWNERS: /.github/CODEOWNERS @acme/certvigil;');
    expect(await read(member, '.github/workflows/certvigil.yml')).toContain('scan.yml@trunk');
  });
});

describe('the shared settings', () => {
  it('replace what the repository itself has in their location', async () => {
    await using central = await createClone('acme/certs');
    await initOrganization(central);
    await using member = await createWorkspace({ 'elsewhere/certvigil.yaml': 'mine\n' });
    await symlink(member.at('elsewhere'), member.at('.certvigil-shared'));
    await putShared(central, member.root);
    expect(await member.read('elsewhere/certvigil.yaml')).toBe('mine\n');
    expect(await member.read('.certvigil-shared/certvigil.yaml')).toBe(await central.read('shared/certvigil.yaml'));
  });

  const MEMBER =
    'version: 1\ninclude: [.certvigil-shared/certvigil.yaml]\ncertificates:\n  - { name: a, expires: 2099-01-01 }\n';
  const SHARED =
    'version: 1\nwebhooks: { chat: { url: https://chat.example/hook } }\nrules: [{ name: all, events: ["*"], actions: [{ webhook: chat }] }]\n';

  const validate = async (files: Workspace, prepare: (cwd: string) => Promise<void>) => {
    const change = { 'certvigil.yaml': `${MEMBER}  - { name: b, expires: 2099-01-01 }\n` };
    const made = await createPullRequest(files.root, { before: { 'certvigil.yaml': MEMBER }, change });
    const cwd = await made.checkout('checkout', { depth: 2 });
    await files.write('event.json', JSON.stringify(made.event));
    await prepare(cwd);
    const event = {
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: files.at('event.json'),
      GITHUB_SHA: made.merge,
      GITHUB_WORKSPACE: cwd,
    };
    return runStep(files, { command: 'validate', strict: 'true' }, event, { cwd });
  };

  it('are validated on pull requests, and are the same for the base', async () => {
    await using files = await createWorkspace({});
    const { status, outputs, summary } = await validate(files, async (cwd) => {
      await mkdir(`${cwd}/.certvigil-shared`);
      await writeFile(`${cwd}/.certvigil-shared/certvigil.yaml`, SHARED);
    });
    expect({ status, ...outputs }).toMatchObject({ status: 0, valid: 'true', added: '1', removed: '0', changed: '0' });
    expect(summary).toContain('| ➕ added | `b` |');
  });

  it('of the base are not read through a link that leads out of the checkout', async () => {
    await using files = await createWorkspace({ 'secret/certvigil.yaml': SHARED });
    const { status, outputs } = await validate(files, (cwd) => symlink(files.at('secret'), `${cwd}/.certvigil-shared`));
    expect({ status, ...outputs }).toMatchObject({ status: 2, valid: 'false', added: '' });
  });
});
