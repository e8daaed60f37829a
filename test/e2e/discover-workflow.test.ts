/** The scripts of the example workflow that opens a pull request, with the action, a remote of git, and a recorder for `gh`. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { describeWith } from '../helpers/programs.ts';
import { CLEAN_ENV, createWorkspace, type Workspace } from './certvigil.ts';
import { runStep } from './step.ts';

interface WorkflowStep {
  id?: string;
  uses?: string;
  with?: Record<string, unknown>;
  run?: string;
  env?: Record<string, string>;
}

const { jobs }: { jobs: Record<'discover' | 'propose', { steps: WorkflowStep[] }> } = parse(
  readFileSync('examples/workflows/discover.yml', 'utf8'),
);

/** Records its arguments and the text that it would send. `pr list` shows the pull requests of a file, as the filter selects them. */
const GH = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const { execFileSync } = require('node:child_process');
const args = process.argv.slice(2);
const file = args.map((one) => /^body=@(.*)/.exec(one)?.[1]).find(Boolean) ?? args[args.indexOf('--body-file') + 1];
const text = args.some((one) => /^(?:body=|--body-file)/.test(one)) ? readFileSync(file, 'utf8') : null;
appendFileSync(process.env.GH_CALLS, JSON.stringify({ args, text }) + '\\n');
if (args[1] === 'list')
  process.stdout.write(execFileSync('jq', ['--raw-output', args.at(-1)], { input: readFileSync(process.env.GH_PULLS) }));
`;

const ingress = (host: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ingress }
spec: { tls: [{ hosts: [${host}] }] }
`;

const MANIFEST = `version: 1
certificates:
  # The shop.
  - { name: shop, endpoint: shop.example.com }
discovery: { domains: [example.com] }
event_log: { store: file }
`;

const BRANCH = 'certvigil/discover';

interface Repository extends AsyncDisposable {
  files: Workspace;
  /** Runs git in the clone of the developers. */
  git: (...args: string[]) => Promise<string>;
  /** Pushes files to the default branch. */
  push: (changes: Record<string, string>) => Promise<void>;
  /** Runs both jobs, and returns the calls of `gh` after the login. */
  run: (pulls?: object[]) => Promise<{ args: string[]; text: string | null }[]>;
}

/** Creates a remote with a manifest that watches only the shop. */
async function createRepository(base = 'main'): Promise<Repository> {
  const files = await createWorkspace({ 'bin/gh': GH });
  await chmod(files.at('bin/gh'), 0o755);
  const env = {
    ...CLEAN_ENV,
    PATH: `${files.at('bin')}${path.delimiter}${CLEAN_ENV.PATH}`,
    HOME: files.root,
    RUNNER_TEMP: files.at('runner'),
    GITHUB_REPOSITORY: 'acme/shop',
    GH_CALLS: files.at('calls'),
    GH_PULLS: files.at('pulls'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const execute = async (program: string, args: string[], cwd: string, more: Record<string, string> = {}) =>
    (await promisify(execFile)(program, args, { cwd, env: { ...env, ...more } })).stdout.trim();
  const remote = `file://${files.at('remote.git')}`;
  await execute('git', ['init', '--quiet', '--bare', `--initial-branch=${base}`, files.at('remote.git')], files.root);
  await execute('git', ['clone', '--quiet', remote, files.at('clone')], files.root);
  const git = (...args: string[]) => execute('git', args, files.at('clone'));
  const push = async (changes: Record<string, string>) => {
    for (const [name, text] of Object.entries(changes)) await files.write(`clone/${name}`, text);
    await git('add', '--all');
    await git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message=Change');
    await git('push', '--quiet', 'origin', `HEAD:${base}`);
  };
  await push({ 'certvigil.yaml': MANIFEST, 'deploy/shop.yaml': ingress('shop.example.com') });

  const values: Record<string, string> = { 'github.token': 'not-a-secret', 'github.ref_name': base };
  const resolve = (text: string) =>
    text.replace(/\$\{\{ (.*?) \}\}/g, (_, name: string) => values[name] ?? expect.fail(`${name} is not known`));
  const runJob = async (job: keyof typeof jobs) => {
    const checkout = files.at(job);
    await rm(checkout, { recursive: true, force: true });
    await execute('git', ['clone', '--quiet', '--depth=1', remote, checkout], files.root);
    for (const { id, uses = '', with: given = {}, run, env: variables = {} } of jobs[job].steps) {
      if (uses.startsWith('<OWNER>/certvigil@')) {
        const inputs = Object.entries(given).map(([name, value]) => [name, String(value)]);
        const step = await runStep(
          files,
          Object.fromEntries(inputs),
          { GITHUB_WORKSPACE: checkout },
          { cwd: checkout },
        );
        expect(step.status, step.stdout).toBe(0);
        for (const [name, value] of Object.entries(step.outputs)) values[`steps.${id}.outputs.${name}`] = value;
      } else if (run !== undefined) {
        const resolved = Object.entries(variables).map(([name, value]) => [name, resolve(value)]);
        await execute('bash', ['-e', '-c', run], checkout, Object.fromEntries(resolved));
      }
    }
  };
  const run = async (pulls: object[] = []) => {
    await rm(files.at('runner'), { recursive: true, force: true });
    await files.write('calls', '');
    await files.write('pulls', JSON.stringify(pulls));
    await runJob('discover');
    await runJob('propose');
    await git('fetch', '--quiet', '--prune');
    const [login, ...calls] = ((await files.read('calls')) ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(login.args).toEqual(['auth', 'setup-git']);
    expect(calls[0].args).toEqual(expect.arrayContaining(['pr', 'list', '--head', BRANCH, '--base', base]));
    return calls.slice(1);
  };
  return { files, git, push, run, [Symbol.asyncDispose]: () => files[Symbol.asyncDispose]() };
}

const API = { 'deploy/api.yaml': ingress('api.example.com') };
const PULL = { number: 7, isCrossRepository: false };

describeWith('jq', 'the example workflow for discover', () => {
  it('opens a pull request that adds the missing entries, and changes nothing else', async () => {
    await using repository = await createRepository();
    const { git, push, run } = repository;
    await push(API);
    const [call, ...others] = await run();
    expect(call?.args.slice(0, 6)).toEqual(['pr', 'create', '--base', 'main', '--head', BRANCH]);
    expect(call?.text).toMatch(/^## Certificates that are not watched/);
    expect(others).toEqual([]);
    expect(await git('rev-parse', `origin/${BRANCH}~1`)).toBe(await git('rev-parse', 'origin/main'));
    expect(await git('diff', '--stat=80', 'origin/main', `origin/${BRANCH}`)).toMatch(/^certvigil\.yaml \| 3 \+\+\+\n/);
    expect(await git('show', `origin/${BRANCH}:certvigil.yaml`)).toContain('endpoint: api.example.com');
    expect(await git('log', '-1', '--format=%an', `origin/${BRANCH}`)).toBe('github-actions[bot]');
    for (const job of Object.keys(jobs))
      expect(await repository.files.read(`${job}/.git/config`)).not.toContain('not-a-secret');
  });

  it('updates the open pull request, and pushes only if its change is another', async () => {
    await using repository = await createRepository();
    const { git, push, run } = repository;
    await push(API);
    await run();
    const before = await git('rev-parse', `origin/${BRANCH}`);
    await push({ 'README.md': 'Another change of the default branch.' });
    const same = await run([PULL]);
    expect(same.map(({ args }) => args.slice(0, 5))).toEqual([
      ['api', '--silent', '--method', 'PATCH', 'repos/acme/shop/pulls/7'],
    ]);
    expect(same[0]?.text).toContain('`api.example.com`');
    expect(await git('rev-parse', `origin/${BRANCH}`)).toBe(before);

    await push({ 'deploy/pay.yaml': ingress('pay.example.com') });
    const changed = await run([PULL]);
    expect(changed.map(({ args }) => args[4])).toEqual(['repos/acme/shop/pulls/7']);
    expect(changed[0]?.text).toContain('`pay.example.com`');
    expect(await git('rev-parse', `origin/${BRANCH}~1`)).toBe(await git('rev-parse', 'origin/main'));
    expect(await git('show', `origin/${BRANCH}:certvigil.yaml`)).toContain('endpoint: pay.example.com');
  });

  it('pushes again after a change of the manifest, which the branch could be in conflict with', async () => {
    await using repository = await createRepository();
    const { git, push, run } = repository;
    await push(API);
    await run();
    await push({ 'certvigil.yaml': MANIFEST.replace('The shop', 'Our shop') });
    await run([PULL]);
    expect(await git('rev-parse', `origin/${BRANCH}~1`)).toBe(await git('rev-parse', 'origin/main'));
  });

  it('opens a pull request again if only the branch is left', async () => {
    await using repository = await createRepository();
    await repository.push(API);
    await repository.run();
    const before = await repository.git('rev-parse', `origin/${BRANCH}`);
    expect((await repository.run()).map(({ args }) => args[1])).toEqual(['create']);
    expect(await repository.git('rev-parse', `origin/${BRANCH}`)).toBe(before);
  });

  it('opens none if everything is watched, and closes an open one', async () => {
    await using repository = await createRepository();
    expect(await repository.run()).toEqual([]);
    expect(await repository.git('branch', '--remotes')).not.toContain(BRANCH);
    const [call, ...others] = await repository.run([PULL]);
    expect(call?.args.slice(0, 4)).toEqual(['pr', 'close', '7', '--delete-branch']);
    expect(others).toEqual([]);
  });

  it('leaves the pull request of a fork alone, whose branch has the same name', async () => {
    await using repository = await createRepository();
    const fork = { number: 9, isCrossRepository: true };
    expect(await repository.run([fork])).toEqual([]);
    await repository.push(API);
    expect((await repository.run([fork])).map(({ args }) => args[1])).toEqual(['create']);
    expect((await repository.run([fork, PULL])).map(({ args }) => args[4])).toEqual(['repos/acme/shop/pulls/7']);
  });

  it('runs no code in the name of a branch or a file', async () => {
    const name = `x'"$(touch$\{IFS}pwned)\`touch$\{IFS}pwned\``;
    await using repository = await createRepository(name);
    await repository.push({ [`deploy/${name};touch pwned\n::error::x.yaml`]: ingress('api.example.com') });
    const [call] = await repository.run();
    expect(call?.args.slice(0, 4)).toEqual(['pr', 'create', '--base', name]);
    expect(await repository.git('show', `origin/${BRANCH}:certvigil.yaml`)).toContain('endpoint: api.example.com');
    for (const job of Object.keys(jobs)) expect(await repository.files.read(`${job}/pwned`)).toBeNull();
  });
});
