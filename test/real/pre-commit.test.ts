/** The hook of this repository in the real pre-commit, which clones it and runs the bundled command: nothing is installed. */

import { type ExecFileSyncOptions, execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal, makeDirectory } from './harness.ts';

const directory = makeDirectory();
const hooks = join(directory, 'hooks');
const user = join(directory, 'user');
afterAll(() => rmSync(directory, { recursive: true }));

const MANIFEST = 'version: 1\ncertificates: [{ name: shop, expires: 2031-01-01 }]\nissues: {}\n';
const env = {
  ...process.env,
  // Its caches, and the programs that the hook finds.
  PRE_COMMIT_HOME: join(directory, 'cache'),
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  // The hook needs no registry: a request to it would fail.
  npm_config_registry: 'http://127.0.0.1:1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', args, { cwd, env, encoding: 'utf8' } satisfies ExecFileSyncOptions);

/** The repository as it would be released: the files of the working tree, and dist/ as it was built. */
function createHookRepository(): string {
  const root = resolve(import.meta.dirname, '../..');
  mkdirSync(hooks);
  for (const name of ['.pre-commit-hooks.yaml', 'package.json', 'dist', 'schema'])
    cpSync(join(root, name), join(hooks, name), { recursive: true });
  git(hooks, 'init', '--quiet');
  git(hooks, 'add', '--all', '--force');
  git(hooks, 'commit', '--quiet', '--message', 'A release');
  return git(hooks, 'rev-parse', 'HEAD').trim();
}

describeReal('pre-commit', { programs: ['pre-commit', 'git'] }, (program) => {
  beforeAll(() => {
    const revision = createHookRepository();
    mkdirSync(user);
    git(user, 'init', '--quiet');
    const config = `repos:\n  - repo: ${hooks}\n    rev: ${revision}\n    hooks: [{ id: certvigil-validate, args: [--strict] }]\n`;
    writeFileSync(join(user, '.pre-commit-config.yaml'), config);
    writeFileSync(join(user, 'certvigil.yaml'), MANIFEST);
    writeFileSync(join(user, 'other.yaml'), 'not: [a manifest\n');
    git(user, 'add', '--all');
  }, 60_000);

  function run(manifest: string) {
    writeFileSync(join(user, 'certvigil.yaml'), manifest);
    git(user, 'add', '--all');
    const { status, stdout, stderr } = spawnSync(program ?? '', ['run', '--color', 'never'], {
      cwd: user,
      env,
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  }

  it('runs without an installation, and passes a valid manifest', () => {
    const { status, output } = run(MANIFEST);
    expect(output).toMatch(/certvigil validate\.+Passed/);
    expect(status).toBe(0);
  }, 60_000);

  it('fails for an invalid manifest, with its diagnostics', () => {
    const { status, output } = run(MANIFEST.replace('expires: 2031-01-01', 'expire: 2031-01-01'));
    expect(output).toMatch(/certvigil validate\.+Failed/);
    expect(output).toContain('certvigil.yaml:2:');
    expect(output).toContain('error[unknown-key]');
    expect(status).toBe(1);
  }, 60_000);

  it('lets git commit only a valid manifest', () => {
    execFileSync(program ?? '', ['install'], { cwd: user, env });
    run(MANIFEST.replace('name: shop', 'name: "a b"'));
    const commit = () => spawnSync('git', ['commit', '--quiet', '-m', 'Change'], { cwd: user, env, encoding: 'utf8' });
    expect(commit()).toMatchObject({ status: 1, stderr: expect.stringContaining('certvigil validate') });
    run(MANIFEST);
    expect(commit().status).toBe(0);
  }, 60_000);
});
